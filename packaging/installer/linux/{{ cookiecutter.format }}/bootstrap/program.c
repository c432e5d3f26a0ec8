/* The program of an installed package: this distribution's Python, with the program's own modules
 * and nothing else. What a person has in PYTHONPATH, in a virtual environment or below ~/.local
 * is not looked at.
 *
 * It must be a program of its own, and not a script: its name is how the window is known to the
 * desktop, and sys.executable is how it starts its workers.
 */
#include <Python.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static void
must(PyStatus status)
{
    if (PyStatus_Exception(status))
        Py_ExitStatusException(status);
}

static void
look_in(PyConfig *config, const char *folder)
{
    wchar_t *wide = Py_DecodeLocale(folder, NULL);
    if (wide == NULL)
        must(PyStatus_NoMemory());
    must(PyWideStringList_Append(&config->module_search_paths, wide));
    PyMem_RawFree(wide);
}

int
main(int argc, char **argv)
{
    PyPreConfig before;
    PyPreConfig_InitIsolatedConfig(&before);
    before.utf8_mode = 1;
    before.configure_locale = 1;
    must(Py_PreInitialize(&before));

    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0)
        must(PyStatus_Error("/proc is not there"));
    self[length] = '\0';

    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0; /* what is in the system's site-packages is not ours */
    config.write_bytecode = 0;
    config.install_signal_handlers = 1; /* Ctrl-C is an answer that was stopped */
    must(PyConfig_SetBytesString(&config, &config.executable, self));
    must(PyConfig_SetBytesString(&config, &config.run_module, MODULE));
    must(PyConfig_SetBytesArgv(&config, argc, argv));
    config.module_search_paths_set = 1;
    look_in(&config, STDLIB);
    look_in(&config, STDLIB "/lib-dynload");
    look_in(&config, OWN "/app");
    look_in(&config, OWN "/app_packages");
    must(Py_InitializeFromConfig(&config));
    PyConfig_Clear(&config);
    return Py_RunMain();
}
