<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Adding</name>
    <message>
        <source>Remove from the library…</source>
        <translation>从文档库移除…</translation>
    </message>
    <message>
        <source>{name} has changed: the new version is in the library too.</source>
        <translation>{name} 已有改动，新版本也已放入文档库。</translation>
    </message>
    <message>
        <source>{name} is in the library now.</source>
        <translation>{name} 已加入文档库。</translation>
    </message>
    <message>
        <source>{name} was read again: it has not changed.</source>
        <translation>已重新读取 {name}，内容没有变化。</translation>
    </message>
</context>
<context>
    <name>AnswerProgress</name>
    <message>
        <source>getting ready</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>part {part} of {parts}</source>
        <translation>第 {part} 部分，共 {parts} 部分</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the answer as Markdown</source>
        <translation>以 Markdown 复制回答</translation>
    </message>
    <message>
        <source>Delete this version of the answer</source>
        <translation>删除这一版回答</translation>
    </message>
    <message>
        <source>Waiting…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>What was read</source>
        <translation>读了哪些</translation>
    </message>
    <message>
        <source>Which pages of each document</source>
        <translation>每份文档读了哪几页</translation>
    </message>
</context>
<context>
    <name>ChatList</name>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>ChatPresenter</name>
    <message>
        <source>Choose a model file…</source>
        <translation>选择模型文件…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>寻找合适的模型</translation>
    </message>
    <message>
        <source>Show the chat</source>
        <translation>打开这个对话</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>This chat is being answered.</source>
        <translation>这个对话正在回答中。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Wait for the answer, or stop it.</source>
        <translation>请等待回答完成，或先停止它。</translation>
    </message>
</context>
<context>
    <name>ChatRows</name>
    <message>
        <source>1 hit</source>
        <translation>1 处</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>Folder {name}, 1 chat, {state}</source>
        <translation>文件夹“{name}”，1 个对话，{state}</translation>
    </message>
    <message>
        <source>Folder {name}, {n} chats, {state}</source>
        <translation>文件夹“{name}”，{n} 个对话，{state}</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已置顶</translation>
    </message>
    <message>
        <source>Previous 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>being answered</source>
        <translation>正在回答</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>{name}, p. {n}: </source>
        <translation>{name} 第 {n} 页：</translation>
    </message>
    <message>
        <source>{n} hits</source>
        <translation>{n} 处</translation>
    </message>
</context>
<context>
    <name>ChatScreen</name>
    <message>
        <source>How this chat is answered: {preset}</source>
        <translation>本对话的回答方式：{preset}</translation>
    </message>
    <message>
        <source>Own choices</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Show or hide the sidebar (Ctrl+B)</source>
        <translation>显示或隐藏侧栏（Ctrl+B）</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>{preset}, changed</source>
        <translation>{preset}（已修改）</translation>
    </message>
</context>
<context>
    <name>ChoicesWindow</name>
    <message>
        <source>(A preset that was deleted)</source>
        <translation>（已删除的预设）</translation>
    </message>
    <message>
        <source>As the preset has it</source>
        <translation>恢复为预设</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Change “{name}” to this</source>
        <translation>把“{name}”改成这样</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>For example: “Answer in two sentences, for a person without legal training.”</source>
        <translation>例如：“用两句话回答，让不懂法律的人也能看懂。”</translation>
    </message>
    <message>
        <source>How this chat is answered</source>
        <translation>本对话的回答方式</translation>
    </message>
    <message>
        <source>Instructions for this chat</source>
        <translation>本对话的要求</translation>
    </message>
    <message>
        <source>Instructions: what the model is to keep in mind with every answer. They hold from the next question on; documents are not read again.</source>
        <translation>要求：模型每次回答都要记住的事。从下一个问题起有效，文档不会重新阅读。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Keep as a new preset…</source>
        <translation>存为新预设…</translation>
    </message>
    <message>
        <source>Leave the name</source>
        <translation>放弃命名</translation>
    </message>
    <message>
        <source>More about presets</source>
        <translation>更多预设操作</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>预设名称</translation>
    </message>
    <message>
        <source>New chats begin with “{name}”</source>
        <translation>新对话默认用“{name}”</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>ChoosingPresenter</name>
    <message>
        <source>Answer with {loaded} here</source>
        <translation>本对话改用 {loaded} 回答</translation>
    </message>
    <message>
        <source>Choose another one</source>
        <translation>另选一个</translation>
    </message>
    <message>
        <source>Load it now</source>
        <translation>现在加载</translation>
    </message>
    <message>
        <source>The next question loads it first: {size}.</source>
        <translation>下一个问题会先加载它：{size}。</translation>
    </message>
    <message>
        <source>The preset “{name}” was deleted. Chats keep what they had of it.</source>
        <translation>预设“{name}”已删除。已用它的对话不受影响。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{wanted} answers in this chat; {loaded} is loaded.</source>
        <translation>本对话由 {wanted} 回答；目前加载的是 {loaded}。</translation>
    </message>
</context>
<context>
    <name>ChosenFiles</name>
    <message>
        <source>Add documents</source>
        <translation>添加文档</translation>
    </message>
    <message>
        <source>Choose a model file</source>
        <translation>选择模型文件</translation>
    </message>
    <message>
        <source>Import models</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>CodeHead</name>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the code ({language})</source>
        <translation>复制代码（{language}）</translation>
    </message>
</context>
<context>
    <name>ComparingBar</name>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Add documents (Ctrl+O)</source>
        <translation>添加文档（Ctrl+O）</translation>
    </message>
    <message>
        <source>Ask (Enter)</source>
        <translation>提问（Enter）</translation>
    </message>
    <message>
        <source>Ask about the documents…</source>
        <translation>就这些文档提问…</translation>
    </message>
    <message>
        <source>Ask, or drop a document…</source>
        <translation>输入问题，或拖入文档…</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止（Esc）</translation>
    </message>
    <message>
        <source>Your question</source>
        <translation>你的问题</translation>
    </message>
</context>
<context>
    <name>Copying</name>
    <message>
        <source>{speaker}:</source>
        <translation>{speaker}：</translation>
    </message>
</context>
<context>
    <name>Deleting</name>
    <message>
        <source>One version of the answer to “{question}” is deleted.</source>
        <translation>“{question}”的一版回答已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>“{question}” is deleted, with its answer.</source>
        <translation>已删除“{question}”及其回答。</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>{name} (removed)</source>
        <translation>{name}（已移除）</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>1 of them is used by chats, which keep what was said, without the pages.</source>
        <translation>其中 1 份正被对话使用，对话内容会保留，但不再能查看页面。</translation>
    </message>
    <message>
        <source>Added {day}</source>
        <translation>添加日期：{day}</translation>
    </message>
    <message>
        <source>Ask about it</source>
        <translation>就此提问</translation>
    </message>
    <message>
        <source>Ask about them</source>
        <translation>就这些文档提问</translation>
    </message>
    <message>
        <source>Chats about it</source>
        <translation>相关对话</translation>
    </message>
    <message>
        <source>Chats that use it: {n}. They keep what was said, without its pages.</source>
        <translation>有 {n} 个对话在使用它，对话内容会保留，但不再能查看它的页面。</translation>
    </message>
    <message>
        <source>Keep on disk</source>
        <translation>保留在磁盘上</translation>
    </message>
    <message>
        <source>Open here</source>
        <translation>在此打开</translation>
    </message>
    <message>
        <source>Open in its program</source>
        <translation>用默认程序打开</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>读过它的模型</translation>
    </message>
    <message>
        <source>Read the file again</source>
        <translation>重新读取文件</translation>
    </message>
    <message>
        <source>Readings go too: {size}.</source>
        <translation>阅读存档也会一并移除，共 {size}。</translation>
    </message>
    <message>
        <source>Readings that are kept stay when the space for readings is full</source>
        <translation>阅读存档空间用满时，标为保留的存档不会被删除</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove from disk</source>
        <translation>从磁盘删除</translation>
    </message>
    <message>
        <source>Remove from the library…</source>
        <translation>从文档库移除…</translation>
    </message>
    <message>
        <source>Remove it from the library? The file itself stays.</source>
        <translation>要从文档库移除吗？原文件不会受影响。</translation>
    </message>
    <message>
        <source>Remove {n} documents from the library? The files themselves stay.</source>
        <translation>要从文档库移除这 {n} 份文档吗？原文件不会受影响。</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>What was made for the search by meaning goes too: {size}.</source>
        <translation>为语义搜索准备的数据也会一并删除：{size}。</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>另有 {n} 份</translation>
    </message>
    <message>
        <source>{n} of them are used by chats, which keep what was said, without the pages.</source>
        <translation>其中 {n} 份正被对话使用，对话内容会保留，但不再能查看页面。</translation>
    </message>
</context>
<context>
    <name>DiagnosticsPresenter</name>
    <message>
        <source>The report has been copied. Read it before you send it.</source>
        <translation>报告已复制。发送前请先看一遍。</translation>
    </message>
</context>
<context>
    <name>DiagnosticsScreen</name>
    <message>
        <source>Chat format</source>
        <translation>对话格式</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>联网记录</translation>
    </message>
    <message>
        <source>Connections are made only when you press a button that says so.</source>
        <translation>只有你点击注明会联网的按钮时，才会建立连接。</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Crash reports</source>
        <translation>崩溃报告</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>KV memory</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>Log of the engine</source>
        <translation>引擎日志</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Main memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No connection was made.</source>
        <translation>没有建立过任何连接。</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>没有加载模型。</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>没有。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Open the folder of logs</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>内存方案</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>运行设备</translation>
    </message>
    <message>
        <source>The network is switched off: no connection can be made.</source>
        <translation>网络已关闭：无法建立任何连接。</translation>
    </message>
    <message>
        <source>The report holds versions, devices and the engine's log. It holds nothing that you wrote, and no names of documents.</source>
        <translation>报告包含版本、设备和引擎日志，不包含你写的任何内容，也不包含文档名称。</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>上下文窗口</translation>
    </message>
    <message>
        <source>{free} of {total} free</source>
        <translation>空闲 {free}，共 {total}</translation>
    </message>
    <message>
        <source>{used} of {trained} tokens</source>
        <translation>{used} / {trained} 词元</translation>
    </message>
</context>
<context>
    <name>DocumentChip</name>
    <message>
        <source>1 page</source>
        <translation>1 页</translation>
    </message>
    <message>
        <source>Go on preparing the search by meaning</source>
        <translation>继续为语义搜索作准备</translation>
    </message>
    <message>
        <source>Opening, page {done} of {total}</source>
        <translation>正在打开，第 {done} / {total} 页</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>继续阅读</translation>
    </message>
    <message>
        <source>Reading 1 page</source>
        <translation>正在阅读 1 页</translation>
    </message>
    <message>
        <source>Reading {done} of {total} pages</source>
        <translation>正在阅读 {done} / {total} 页</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop preparing the search by meaning; it can go on later</source>
        <translation>停止为语义搜索作准备，以后可以继续</translation>
    </message>
    <message>
        <source>Stop reading; it can go on later</source>
        <translation>停止阅读，之后可以继续</translation>
    </message>
    <message>
        <source>for the search by meaning: {n} %</source>
        <translation>语义搜索准备中：{n}%</translation>
    </message>
    <message>
        <source>for the search by meaning: {n} %, stopped</source>
        <translation>语义搜索准备到 {n}%，已停止</translation>
    </message>
    <message>
        <source>read in {n} parts ✓</source>
        <translation>分 {n} 部分读完 ✓</translation>
    </message>
    <message>
        <source>read ✓</source>
        <translation>已读 ✓</translation>
    </message>
    <message>
        <source>reading stopped</source>
        <translation>阅读已停止</translation>
    </message>
    <message>
        <source>searched</source>
        <translation>已搜索</translation>
    </message>
    <message>
        <source>{n} pages</source>
        <translation>{n} 页</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 词元</translation>
    </message>
</context>
<context>
    <name>DocumentChips</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
</context>
<context>
    <name>DocumentList</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
</context>
<context>
    <name>DocumentName</name>
    <message>
        <source>Show the pages of {name}</source>
        <translation>查看 {name} 的页面</translation>
    </message>
</context>
<context>
    <name>DropVeil</name>
    <message>
        <source>Drop to ask about it</source>
        <translation>松开即可就此提问</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
</context>
<context>
    <name>ElsewhereRow</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>添加 {name}</translation>
    </message>
</context>
<context>
    <name>EmptyChat</name>
    <message>
        <source>Ask a document</source>
        <translation>向文档提问</translation>
    </message>
    <message>
        <source>Choose a document…</source>
        <translation>选择文档…</translation>
    </message>
    <message>
        <source>Drop a PDF or a text anywhere in this window and ask about it. Every page reference in an answer is checked against the page. Nothing leaves this computer.</source>
        <translation>把 PDF 或文本文件拖到窗口任意位置，然后提问。回答中的每处页码引用都会与原页核对。一切都留在这台电脑上。</translation>
    </message>
    <message>
        <source>Try it with the guide to YiDesk</source>
        <translation>用 YiDesk 使用指南试一试</translation>
    </message>
    <message>
        <source>Type your question below. The documents are read while you type.</source>
        <translation>在下面输入问题。输入的同时，文档就在阅读了。</translation>
    </message>
    <message>
        <source>What do you want to know?</source>
        <translation>想知道什么？</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source> ({how})</source>
        <translation>（{how}）</translation>
    </message>
    <message>
        <source>1 citation, not verified</source>
        <translation>1 处引用，未能核实</translation>
    </message>
    <message>
        <source>1 citation, verified</source>
        <translation>1 处引用，已核实</translation>
    </message>
    <message>
        <source>1 sentence contradicted by the documents</source>
        <translation>有 1 句与文档相矛盾</translation>
    </message>
    <message>
        <source>1 sentence likely from a page in another language</source>
        <translation>1 句很可能出自另一语言的页面</translation>
    </message>
    <message>
        <source>Cut off: the limit for the length of an answer was reached.</source>
        <translation>回答已达到长度上限，到此为止。</translation>
    </message>
    <message>
        <source>Cut off: the model's window is full.</source>
        <translation>模型的上下文窗口已满，回答到此为止。</translation>
    </message>
    <message>
        <source>Ended: the model only repeated itself.</source>
        <translation>已结束：模型一直在重复自己的话。</translation>
    </message>
    <message>
        <source>Interrupted: YiDesk ended while this was being written.</source>
        <translation>回答中断：写到这里时 YiDesk 退出了。</translation>
    </message>
    <message>
        <source>No page was cited</source>
        <translation>没有引用任何一页</translation>
    </message>
    <message>
        <source>No page was cited, 1 sentence was found in the documents</source>
        <translation>没有引用页码，有 1 句话在文档中找到依据</translation>
    </message>
    <message>
        <source>No page was cited, {n} sentences were found in the documents</source>
        <translation>没有引用页码，有 {n} 句话在文档中找到依据</translation>
    </message>
    <message>
        <source>Read {read} of 1 page</source>
        <translation>共 1 页，读了 {read} 页</translation>
    </message>
    <message>
        <source>Read {read} of 1 page in {parts} parts</source>
        <translation>共 1 页，分 {parts} 部分读了 {read} 页</translation>
    </message>
    <message>
        <source>Read {read} of {total} pages</source>
        <translation>共 {total} 页，读了 {read} 页</translation>
    </message>
    <message>
        <source>Read {read} of {total} pages in {parts} parts</source>
        <translation>共 {total} 页，分 {parts} 部分读了 {read} 页</translation>
    </message>
    <message>
        <source>Read {read} of {total} pages of {documents} documents</source>
        <translation>{documents} 份文档共 {total} 页，读了 {read} 页</translation>
    </message>
    <message>
        <source>Searched 1 page, found nothing</source>
        <translation>搜索了 1 页，没有找到</translation>
    </message>
    <message>
        <source>Searched 1 page, read passages of it</source>
        <translation>搜索了 1 页，读了其中的段落</translation>
    </message>
    <message>
        <source>Searched {total} pages of {documents} documents</source>
        <translation>搜索了 {documents} 份文档，共 {total} 页</translation>
    </message>
    <message>
        <source>Searched {total} pages, found nothing</source>
        <translation>搜索了 {total} 页，没有找到</translation>
    </message>
    <message>
        <source>Searched {total} pages, read passages of {read}: {pages}</source>
        <translation>搜索了 {total} 页，读了其中 {read} 页的段落：第 {pages} 页</translation>
    </message>
    <message>
        <source>Stopped before the first word. What was read so far is kept.</source>
        <translation>还没开始写就停止了，已读的部分已保留。</translation>
    </message>
    <message>
        <source>Stopped. What was written so far is kept.</source>
        <translation>已停止，写好的部分已保留。</translation>
    </message>
    <message>
        <source>This answer failed.</source>
        <translation>这次回答没有成功。</translation>
    </message>
    <message>
        <source>found by words alone, not ready yet for the search by meaning</source>
        <translation>仅按词搜索，语义搜索尚未准备好</translation>
    </message>
    <message>
        <source>found by words alone, the embedding model could not be used</source>
        <translation>仅按词搜索，嵌入模型无法使用</translation>
    </message>
    <message>
        <source>found by words and by meaning</source>
        <translation>按词并按语义搜索</translation>
    </message>
    <message>
        <source>found nothing</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>likely {page}</source>
        <translation>{page}（很可能）</translation>
    </message>
    <message>
        <source>no source</source>
        <translation>无出处</translation>
    </message>
    <message>
        <source>p. {page}</source>
        <translation>第 {page} 页</translation>
    </message>
    <message>
        <source>page unclear</source>
        <translation>页码不明</translation>
    </message>
    <message>
        <source>read passages of {names}</source>
        <translation>读了 {names} 中的段落</translation>
    </message>
    <message>
        <source>read passages of {names} and of {n} more</source>
        <translation>读了 {names} 以及另外 {n} 份文档中的段落</translation>
    </message>
    <message>
        <source>{good} of {total} citations verified</source>
        <translation>{total} 处引用，{good} 处已核实</translation>
    </message>
    <message>
        <source>{n} sentences contradicted by the documents</source>
        <translation>有 {n} 句与文档相矛盾</translation>
    </message>
    <message>
        <source>{n} sentences likely from pages in another language</source>
        <translation>{n} 句很可能出自另一语言的页面</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message>
        <source>1 chat is in {name}.</source>
        <translation>1 个对话已存到 {name}。</translation>
    </message>
    <message>
        <source>1 chat of {program} is here now.</source>
        <translation>已导入 {program} 的 1 个对话。</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>选择其他文件夹…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export {n} chats into a folder</source>
        <translation>将 {n} 个对话导出到文件夹</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Import chats of YiDesk, ChatGPT or LM Studio</source>
        <translation>导入 YiDesk、ChatGPT 或 LM Studio 的对话</translation>
    </message>
    <message>
        <source>Importing {name}</source>
        <translation>正在导入 {name}</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>The chat is in {name}.</source>
        <translation>对话已保存到 {name}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{name}: done</source>
        <translation>{name}：已完成</translation>
    </message>
    <message>
        <source>{name}: {n} of {total}</source>
        <translation>{name}：第 {n} 个，共 {total} 个</translation>
    </message>
    <message>
        <source>{n} chats are in {name}.</source>
        <translation>{n} 个对话已保存到 {name}。</translation>
    </message>
    <message>
        <source>{n} chats of {program} are here now.</source>
        <translation>已导入 {program} 的 {n} 个对话。</translation>
    </message>
    <message>
        <source>{n} of the file could not be read.</source>
        <translation>文件中有 {n} 个对话无法读取。</translation>
    </message>
</context>
<context>
    <name>Fetching</name>
    <message>
        <source>{name} is here now.</source>
        <translation>{name} 已加入。</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在本对话中查找</translation>
    </message>
    <message>
        <source>Next hit (Enter)</source>
        <translation>下一处（Enter）</translation>
    </message>
    <message>
        <source>No hits</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Previous hit (Shift+Enter)</source>
        <translation>上一处（Shift+Enter）</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>第 {n} 处，共 {total} 处</translation>
    </message>
</context>
<context>
    <name>FirstRunScreen</name>
    <message>
        <source>A model is the part that reads and answers. It runs here: your documents and questions stay on this computer.</source>
        <translation>模型是负责阅读和回答的部分。它就在本机运行：你的文档和问题不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Close other programs and look again, or import a smaller one.</source>
        <translation>请关闭其他程序后重新检查，或导入更小的模型。</translation>
    </message>
    <message>
        <source>Compare mirrors</source>
        <translation>比较镜像</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Download it</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Graphics</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>Import a model file…</source>
        <translation>导入模型文件…</translation>
    </message>
    <message>
        <source>Let us find a model for this computer</source>
        <translation>为这台电脑选一个模型</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Models are kept in {folder}</source>
        <translation>模型保存在 {folder}</translation>
    </message>
    <message>
        <source>None of the Yi models fits into this computer's memory.</source>
        <translation>本机内存放不下任何 Yi 模型。</translation>
    </message>
    <message>
        <source>Open the folder of models</source>
        <translation>打开模型文件夹</translation>
    </message>
    <message>
        <source>Or begin in another way</source>
        <translation>或者换一种方式开始</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>See this and other models</source>
        <translation>查看这个和其他模型</translation>
    </message>
    <message>
        <source>The demonstration model is very small: it shows how the program works, and its answers are often wrong.</source>
        <translation>演示模型非常小：它只用来展示程序如何工作，回答常常是错的。</translation>
    </message>
    <message>
        <source>There is not enough room on the disk for it.</source>
        <translation>磁盘空间不够，放不下它。</translation>
    </message>
    <message>
        <source>Try the demonstration model</source>
        <translation>试用演示模型</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>适合的模型</translation>
    </message>
    <message>
        <source>What this computer has</source>
        <translation>这台电脑的配置</translation>
    </message>
    <message>
        <source>none that helps; the processor does the work</source>
        <translation>没有可用的显卡，由处理器计算</translation>
    </message>
    <message>
        <source>{total}, {free} of it free</source>
        <translation>共 {total}，空闲 {free}</translation>
    </message>
</context>
<context>
    <name>Fit</name>
    <message>
        <source>100 pages: about {time} to read once, judged by {model} here</source>
        <translation>100 页：读一遍约 {time}（根据 {model} 在本机的速度推算）</translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation>内存不够</translation>
    </message>
    <message>
        <source>Fits on the GPU</source>
        <translation>可完全放入显存</translation>
    </message>
    <message>
        <source>How fast it reads is known after the first document</source>
        <translation>读完第一份文档后，就知道它读得多快</translation>
    </message>
    <message>
        <source>On the processor</source>
        <translation>在处理器上运行</translation>
    </message>
    <message>
        <source>Partly on the GPU</source>
        <translation>部分放入显存</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 词元</translation>
    </message>
</context>
<context>
    <name>FolderBar</name>
    <message>
        <source>Ask about all of it</source>
        <translation>就整个文件夹提问</translation>
    </message>
    <message>
        <source>Follow this folder no longer? The files on the disk stay in any case.</source>
        <translation>不再跟踪这个文件夹吗？磁盘上的文件都不会受影响。</translation>
    </message>
    <message>
        <source>Read 1 file</source>
        <translation>读取 1 个文件</translation>
    </message>
    <message>
        <source>Read {n} files</source>
        <translation>读取 {n} 个文件</translation>
    </message>
    <message>
        <source>Remove it with its documents</source>
        <translation>连同文档一起移除</translation>
    </message>
    <message>
        <source>Remove the folder</source>
        <translation>移除文件夹</translation>
    </message>
    <message>
        <source>Remove the folder…</source>
        <translation>移除文件夹…</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Try failed files again</source>
        <translation>重试失败的文件</translation>
    </message>
</context>
<context>
    <name>GlobalShortcut</name>
    <message>
        <source>Ask YiDesk a quick question</source>
        <translation>向 YiDesk 快速提问</translation>
    </message>
    <message>
        <source>Asking the system for the key…</source>
        <translation>正在向系统申请按键……</translation>
    </message>
    <message>
        <source>In use: {key}.</source>
        <translation>正在使用：{key}。</translation>
    </message>
    <message>
        <source>In use: {key}. The desktop keeps it; change it in the desktop’s settings.</source>
        <translation>正在使用：{key}。按键由桌面管理，请在桌面的设置里更改。</translation>
    </message>
    <message>
        <source>The desktop has no key for it yet. Choose one in the desktop’s settings.</source>
        <translation>桌面还没有为它设按键，请在桌面的设置里选一个。</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Citation {n} of {total}</source>
        <translation>第 {n} 处引用，共 {total} 处</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Next citation</source>
        <translation>下一处引用</translation>
    </message>
    <message>
        <source>Previous citation</source>
        <translation>上一处引用</translation>
    </message>
</context>
<context>
    <name>HubRow</name>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Download from {name}</source>
        <translation>从 {name} 下载</translation>
    </message>
    <message>
        <source>File of {name}</source>
        <translation>{name} 的文件</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Show files</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <source>Show files of {name}</source>
        <translation>显示 {name} 的文件</translation>
    </message>
    <message>
        <source>{n} downloads</source>
        <translation>{n} 次下载</translation>
    </message>
</context>
<context>
    <name>HubSearch</name>
    <message>
        <source>Any GGUF model that llama.cpp can run. This program is made for Yi, and tested with it. Searching connects to the hub.</source>
        <translation>llama.cpp 能运行的任何 GGUF 模型。本程序为 Yi 而做，并用 Yi 测试过。搜索时会连接模型站。</translation>
    </message>
    <message>
        <source>Name of a model, or ORG/REPO</source>
        <translation>模型名称，或 ORG/REPO</translation>
    </message>
    <message>
        <source>Others on the hub</source>
        <translation>模型站上的其他模型</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the hub</source>
        <translation>搜索模型站</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>The hub has none with GGUF files and this name.</source>
        <translation>模型站上没有这个名称且带 GGUF 文件的仓库。</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>1 more file of the folder was left out.</source>
        <translation>文件夹中另有 1 个文件未加入。</translation>
    </message>
    <message>
        <source>The Library takes whole folders, and follows them.</source>
        <translation>文档库可以收录整个文件夹，并跟踪其变化。</translation>
    </message>
    <message>
        <source>{n} more files of the folder were left out.</source>
        <translation>文件夹中另有 {n} 个文件没有加入。</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>1 document</source>
        <translation>1 份文档</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>1 页</translation>
    </message>
    <message>
        <source>1 page has no text that can be trusted.</source>
        <translation>有 1 页没有可信的文字。</translation>
    </message>
    <message>
        <source>An older version: the file was changed and read again.</source>
        <translation>这是旧版本：文件改动过，已重新读取。</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>For the search by meaning: {size}</source>
        <translation>用于语义搜索：{size}</translation>
    </message>
    <message>
        <source>Left out: {what}</source>
        <translation>已略过：{what}</translation>
    </message>
    <message>
        <source>Source code</source>
        <translation>源代码</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>The folder is not there now. Its documents stay as they were read.</source>
        <translation>文件夹目前不在原处。已读取的文档保持不变。</translation>
    </message>
    <message>
        <source>cannot be opened: {n}</source>
        <translation>无法打开 {n}</translation>
    </message>
    <message>
        <source>changed: {n}</source>
        <translation>有改动 {n}</translation>
    </message>
    <message>
        <source>could not be read: {n}</source>
        <translation>读取失败 {n}</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>empty: {n}</source>
        <translation>空文件 {n}</translation>
    </message>
    <message>
        <source>folders that belong to saved web pages: {n}</source>
        <translation>网页的附属文件夹 {n}</translation>
    </message>
    <message>
        <source>folders too deep: {n}</source>
        <translation>层级过深的文件夹 {n}</translation>
    </message>
    <message>
        <source>hidden: {n}</source>
        <translation>隐藏项 {n}</translation>
    </message>
    <message>
        <source>in 1 chat</source>
        <translation>1 个对话在用</translation>
    </message>
    <message>
        <source>in {n} chats</source>
        <translation>{n} 个对话在用</translation>
    </message>
    <message>
        <source>last used {day}</source>
        <translation>上次使用：{day}</translation>
    </message>
    <message>
        <source>links that lead nowhere new: {n}</source>
        <translation>无效或重复的链接 {n}</translation>
    </message>
    <message>
        <source>more than can be taken: {n}</source>
        <translation>超出数量上限 {n}</translation>
    </message>
    <message>
        <source>names that are no text: {n}</source>
        <translation>名称不是有效文本 {n}</translation>
    </message>
    <message>
        <source>new: {n}</source>
        <translation>新增 {n}</translation>
    </message>
    <message>
        <source>not there any more: {n}</source>
        <translation>已不在 {n}</translation>
    </message>
    <message>
        <source>of other kinds: {n}</source>
        <translation>其他类型 {n}</translation>
    </message>
    <message>
        <source>older version</source>
        <translation>旧版本</translation>
    </message>
    <message>
        <source>read by another model</source>
        <translation>由其他模型读过</translation>
    </message>
    <message>
        <source>read ✓</source>
        <translation>已读 ✓</translation>
    </message>
    <message>
        <source>removed by you: {n}</source>
        <translation>你已移除 {n}</translation>
    </message>
    <message>
        <source>{n} documents</source>
        <translation>{n} 份文档</translation>
    </message>
    <message>
        <source>{n} pages</source>
        <translation>{n} 页</translation>
    </message>
    <message>
        <source>{n} pages have no text that can be trusted.</source>
        <translation>有 {n} 页没有可信的文字。</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 词元</translation>
    </message>
</context>
<context>
    <name>LibraryPresenter</name>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Another folder is being read. Try again when that is done.</source>
        <translation>正在读取另一个文件夹，请等它完成后再试。</translation>
    </message>
    <message>
        <source>Could not be read: {n} ({names})</source>
        <translation>有 {n} 个文件读取失败（{names}）</translation>
    </message>
    <message>
        <source>Remove from the library…</source>
        <translation>从文档库移除…</translation>
    </message>
    <message>
        <source>Removed from the library: {name}</source>
        <translation>已从文档库移除：{name}</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>The file is not at {path} any more.</source>
        <translation>文件已不在 {path}。</translation>
    </message>
    <message>
        <source>The files of {name} have been read.</source>
        <translation>{name} 中的文件已读取完毕。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>What was read of it is still here.</source>
        <translation>已读取的内容仍保留在文档库中。</translation>
    </message>
</context>
<context>
    <name>LibraryScreen</name>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>全部文档</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Documents that you ask about are kept here, with everything models have read of them. Folders are followed: what changes on the disk is shown.</source>
        <translation>你提问过的文档都保存在这里，连同模型读过的内容。添加的文件夹会被跟踪，磁盘上的变化会显示出来。</translation>
    </message>
    <message>
        <source>Largest file first</source>
        <translation>文件最大的在前</translation>
    </message>
    <message>
        <source>Largest readings first</source>
        <translation>阅读存档最大的在前</translation>
    </message>
    <message>
        <source>Last added first</source>
        <translation>最近添加的在前</translation>
    </message>
    <message>
        <source>Last used first</source>
        <translation>最近使用的在前</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>文档库</translation>
    </message>
    <message>
        <source>Most pages first</source>
        <translation>页数最多的在前</translation>
    </message>
    <message>
        <source>New or changed files in: {folders}</source>
        <translation>有新增或改动的文件：{folders}</translation>
    </message>
    <message>
        <source>No document is called so.</source>
        <translation>没有名称匹配的文档。</translation>
    </message>
    <message>
        <source>No document is here.</source>
        <translation>这里没有文档。</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>这里还没有文档</translation>
    </message>
    <message>
        <source>Readings on disk: {used} of {quota}</source>
        <translation>阅读存档占用 {used}，上限 {quota}</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search documents by name or folder</source>
        <translation>按名称或文件夹搜索文档</translation>
    </message>
    <message>
        <source>Sorted by</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>Which folder</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>LibraryWork</name>
    <message>
        <source>Adding {name}</source>
        <translation>正在添加 {name}</translation>
    </message>
    <message>
        <source>Adding {name}, page {done} of {total}</source>
        <translation>正在添加 {name}，第 {done} / {total} 页</translation>
    </message>
    <message>
        <source>Reading {name} ({n} of {total})</source>
        <translation>正在读取 {name}（第 {n} 个，共 {total} 个）</translation>
    </message>
    <message>
        <source>Reading {n} of {total}</source>
        <translation>正在读取第 {n} 个，共 {total} 个</translation>
    </message>
    <message>
        <source>Removing {n} of {total} documents</source>
        <translation>正在移除第 {n} 份文档，共 {total} 份</translation>
    </message>
    <message>
        <source>page {done} of {total}</source>
        <translation>第 {done} / {total} 页</translation>
    </message>
    <message>
        <source>{n} more</source>
        <translation>还有 {n} 个</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>The answer links to {address}</source>
        <translation>回答中的链接指向 {address}</translation>
    </message>
</context>
<context>
    <name>LocalRow</name>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the file? This frees {size}.</source>
        <translation>删除这个文件？将释放 {size}。</translation>
    </message>
    <message>
        <source>Delete {name}</source>
        <translation>删除 {name}</translation>
    </message>
    <message>
        <source>Fetch the damaged parts again</source>
        <translation>重新下载损坏的部分</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Show {name} in its folder</source>
        <translation>在文件夹中显示 {name}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Take it off the list? The file stays where it is.</source>
        <translation>从列表中移除？文件仍留在原处。</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use for searching</source>
        <translation>用于搜索</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>使用 {name}</translation>
    </message>
    <message>
        <source>Use {name} for searching</source>
        <translation>将 {name} 用于搜索</translation>
    </message>
    <message>
        <source>Verify {name}</source>
        <translation>校验 {name}</translation>
    </message>
    <message>
        <source>demonstration only</source>
        <translation>仅供演示</translation>
    </message>
    <message>
        <source>embedding model, for the search</source>
        <translation>嵌入模型，用于搜索</translation>
    </message>
    <message>
        <source>used where it lies</source>
        <translation>在原位置使用</translation>
    </message>
    <message>
        <source>window {n} tokens</source>
        <translation>窗口 {n} 词元</translation>
    </message>
</context>
<context>
    <name>Meter</name>
    <message>
        <source>About {used} of {window} tokens</source>
        <translation>约 {used} / {window} 词元</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU {n}/{total}</source>
        <translation>GPU {n}/{total}</translation>
    </message>
    <message>
        <source>No model loaded</source>
        <translation>未加载模型</translation>
    </message>
    <message>
        <source>Not counted yet · {window} tokens</source>
        <translation>尚未计数 · {window} 词元</translation>
    </message>
    <message>
        <source>What fills the window</source>
        <translation>窗口占用情况</translation>
    </message>
    <message>
        <source>What the model holds of this chat, and how much it can hold, in tokens.</source>
        <translation>模型为本对话占用的词元数，以及最多能容纳的词元数。</translation>
    </message>
    <message>
        <source>{line}; what fills it</source>
        <translation>{line}；查看占用情况</translation>
    </message>
    <message>
        <source>{used} of {window} tokens</source>
        <translation>{used} / {window} 词元</translation>
    </message>
</context>
<context>
    <name>Mirrors</name>
    <message>
        <source>Comparing mirrors</source>
        <translation>正在比较镜像站</translation>
    </message>
    <message>
        <source>Trying {address} ({n} of {total})</source>
        <translation>正在测试 {address}（第 {n} 个，共 {total} 个）</translation>
    </message>
    <message>
        <source>Use {host}</source>
        <translation>使用 {host}</translation>
    </message>
</context>
<context>
    <name>ModelMissing</name>
    <message>
        <source>A model is needed</source>
        <translation>还需要一个模型</translation>
    </message>
    <message>
        <source>Choose a model file…</source>
        <translation>选择模型文件…</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>寻找合适的模型</translation>
    </message>
</context>
<context>
    <name>ModelsPresenter</name>
    <message>
        <source>Copy it into the folder of models</source>
        <translation>复制到模型文件夹</translation>
    </message>
    <message>
        <source>Download it with your browser and drop it here.</source>
        <translation>用浏览器下载后拖到这里。</translation>
    </message>
    <message>
        <source>No other program has brought a model to this computer.</source>
        <translation>没有在本机找到其他程序的模型。</translation>
    </message>
    <message>
        <source>The address of {file} has been copied.</source>
        <translation>{file} 的下载地址已复制。</translation>
    </message>
    <message>
        <source>The file is damaged.</source>
        <translation>文件已损坏。</translation>
    </message>
    <message>
        <source>The file is whole. How it was when it was made is not known.</source>
        <translation>文件完整，但没有原始校验值可供比对。</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use it for searching</source>
        <translation>用于搜索</translation>
    </message>
    <message>
        <source>Verified: every byte is as it came.</source>
        <translation>校验通过：每个字节都与来源一致。</translation>
    </message>
    <message>
        <source>{name} has been checked.</source>
        <translation>{name} 已检查完毕。</translation>
    </message>
    <message>
        <source>{name} is here now.</source>
        <translation>{name} 已加入。</translation>
    </message>
</context>
<context>
    <name>ModelsScreen</name>
    <message>
        <source>Compare mirrors</source>
        <translation>比较镜像</translation>
    </message>
    <message>
        <source>Drop a GGUF file here, or import it. It is used where it lies.</source>
        <translation>把 GGUF 文件拖到这里，或点“导入文件”。文件在原位置使用，不会复制。</translation>
    </message>
    <message>
        <source>Fetch a little from the hub and from each mirror</source>
        <translation>从模型站和每个镜像各下载一点</translation>
    </message>
    <message>
        <source>For conversation</source>
        <translation>适合对话</translation>
    </message>
    <message>
        <source>For long documents</source>
        <translation>适合长文档</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Look for models of other programs</source>
        <translation>查找其他程序的模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>本机上的模型</translation>
    </message>
    <message>
        <source>There is no model here yet.</source>
        <translation>这里还没有模型。</translation>
    </message>
    <message>
        <source>They answer better, and hold less at a time.</source>
        <translation>回答更好，但一次容纳的内容较少。</translation>
    </message>
    <message>
        <source>They hold up to 200,000 tokens, about 300 pages, at a time.</source>
        <translation>一次最多容纳 200,000 词元，约 300 页。</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>All data</source>
        <translation>全部数据</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Readings</source>
        <translation>阅读存档</translation>
    </message>
    <message>
        <source>What was read before is made ready for it in the background; the Library shows how far that is.</source>
        <translation>已有的文档会在后台为它做准备，进度可在“文档库”中查看。</translation>
    </message>
    <message>
        <source>{name} serves the search from now on.</source>
        <translation>{name} 现已用于搜索。</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>1 more message</source>
        <translation>还有 1 条消息</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>访问令牌</translation>
    </message>
    <message>
        <source>Please report this; the log in the data folder says more.</source>
        <translation>请把问题告诉我们；数据文件夹中的日志有更多信息。</translation>
    </message>
    <message>
        <source>Show another message</source>
        <translation>显示另一条消息</translation>
    </message>
    <message>
        <source>Something in YiDesk itself went wrong: {what}</source>
        <translation>YiDesk 自身出了错：{what}</translation>
    </message>
    <message>
        <source>{n} more messages</source>
        <translation>还有 {n} 条消息</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>{n} h</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} pages/s</source>
        <translation>{n} 页/秒</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} tokens/s</source>
        <translation>{n} 词元/秒</translation>
    </message>
</context>
<context>
    <name>OfferRow</name>
    <message>
        <source>Ask the hub for its size and exact memory</source>
        <translation>向模型站查询大小和所需内存</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>基础模型</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制下载地址</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>File of {name}</source>
        <translation>{name} 的文件</translation>
    </message>
    <message>
        <source>On the hub today: {n} bytes</source>
        <translation>模型站上现为 {n} 字节</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>its SHA-256 is known</source>
        <translation>SHA-256 已知</translation>
    </message>
    <message>
        <source>no SHA-256</source>
        <translation>没有 SHA-256</translation>
    </message>
    <message>
        <source>window {n} tokens</source>
        <translation>窗口 {n} 词元</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Show or hide the sidebar (Ctrl+B)</source>
        <translation>显示或隐藏侧栏（Ctrl+B）</translation>
    </message>
</context>
<context>
    <name>PageSheet</name>
    <message>
        <source>“{words}” ({document}, p. {page})</source>
        <translation>“{words}”（{document}，第 {page} 页）</translation>
    </message>
</context>
<context>
    <name>PasswordNotice</name>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
</context>
<context>
    <name>Pasting</name>
    <message>
        <source>Put it into the question</source>
        <translation>放回问题中</translation>
    </message>
    <message>
        <source>The long text is a document now, so that its pages can be cited.</source>
        <translation>这段长文本已转为文档，以便引用其页码。</translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy the whole text as Markdown</source>
        <translation>将全文复制为 Markdown</translation>
    </message>
    <message>
        <source>Quote in the question</source>
        <translation>在提问中引用</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>PicturePage</name>
    <message>
        <source>Picture of the page</source>
        <translation>页面图像</translation>
    </message>
</context>
<context>
    <name>ProgressNotice</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>QuestionEditor</name>
    <message>
        <source>Ask again</source>
        <translation>重新提问</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Edit the question</source>
        <translation>修改问题</translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message>
        <source>Edit the question</source>
        <translation>修改问题</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>{names} and {n} more</source>
        <translation>{names}，另有 {n} 份</translation>
    </message>
</context>
<context>
    <name>QuickEntry</name>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Ask YiDesk</source>
        <translation>问 YiDesk</translation>
    </message>
    <message>
        <source>Ask a question…</source>
        <translation>输入问题…</translation>
    </message>
    <message>
        <source>Enter asks in a new chat, Esc closes</source>
        <translation>回车在新对话中提问，Esc 关闭</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>There is no model yet; the question waits for one</source>
        <translation>还没有模型，问题会等到有模型时再问</translation>
    </message>
    <message>
        <source>{model} answers</source>
        <translation>由 {model} 回答</translation>
    </message>
</context>
<context>
    <name>ReadingMode</name>
    <message>
        <source>A search reads the passages that match the question. A sweep reads every part in turn, which takes longer. A larger window, chosen in the settings, holds it whole.</source>
        <translation>搜索只读与问题相符的段落；通读会依次读完每个部分，用时更长。在设置中选更大的窗口，就能一次读完全文。</translation>
    </message>
    <message>
        <source>A search reads the passages that match the question. A sweep reads every part in turn, which takes longer. A model with a larger window reads it whole.</source>
        <translation>搜索只读与问题相符的段落；通读会依次读完每个部分，用时更长。窗口更大的模型可以一次读完全文。</translation>
    </message>
    <message>
        <source>A search reads the passages that match the question. A sweep reads every part in turn, which takes longer. There is no memory now for a window that holds it whole.</source>
        <translation>搜索只读与问题相符的段落；通读会依次读完每个部分，用时更长。目前内存不够，开不了能容下全文的窗口。</translation>
    </message>
    <message>
        <source>A sweep reads every part in turn, which takes longer.</source>
        <translation>通读会逐段读完全部内容，需要更长时间。</translation>
    </message>
    <message>
        <source>Ask in that language, or have every part read in turn.</source>
        <translation>请用文档的语言提问，或依次读完每个部分。</translation>
    </message>
    <message>
        <source>How documents are read: {mode}</source>
        <translation>文档的读法：{mode}</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search all the same</source>
        <translation>仍然搜索</translation>
    </message>
    <message>
        <source>Search: the passages that match the question</source>
        <translation>搜索：读与问题相符的段落</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>通读</translation>
    </message>
    <message>
        <source>Sweep: every part in turn, then one answer from all notes</source>
        <translation>通读：依次读完每个部分，再根据全部笔记回答</translation>
    </message>
    <message>
        <source>The question is about all of it, so a sweep is proposed: every part in turn, then one answer. A search is faster and reads only what matches.</source>
        <translation>这个问题涉及全文，因此建议通读：依次读完每个部分，再给出一个回答。搜索更快，但只读相符的内容。</translation>
    </message>
    <message>
        <source>The question is in another language than {names}: hardly a word could be found.</source>
        <translation>{names}：与问题的语言不同，几乎没有词可以查找。</translation>
    </message>
    <message>
        <source>This asks about all of it, and a search reads only the passages that match.</source>
        <translation>这个问题涉及全部内容，而搜索只会读到匹配的段落。</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>全文</translation>
    </message>
    <message>
        <source>Whole: every page, once; later questions cost nothing more</source>
        <translation>全文：每一页读一次，之后的提问不必再读</translation>
    </message>
</context>
<context>
    <name>Remarks</name>
    <message>
        <source>Page number in the document: {label}</source>
        <translation>文档自身的页码：{label}</translation>
    </message>
    <message>
        <source>The document holds more than can be read; this page is left out.</source>
        <translation>文档内容超出可读取的上限，本页未读。</translation>
    </message>
    <message>
        <source>The text of this page is not what is seen on it: its font hides it.</source>
        <translation>本页提取的文字与所见不符：其字体隐藏了真实文字。</translation>
    </message>
    <message>
        <source>The text was recognised in a picture; it may be wrong in places.</source>
        <translation>文字由图像识别得到，个别地方可能有误。</translation>
    </message>
    <message>
        <source>The words of the answer are not on this page as they stand.</source>
        <translation>回答中的原话不在本页上。</translation>
    </message>
    <message>
        <source>There is nothing on this page.</source>
        <translation>本页空白。</translation>
    </message>
    <message>
        <source>This page could not be read.</source>
        <translation>本页无法读取。</translation>
    </message>
    <message>
        <source>This page holds more text than can be read; the end is left out.</source>
        <translation>本页文字超出可读取的上限，末尾未读。</translation>
    </message>
    <message>
        <source>This page holds no text that can be read; it may be a scan.</source>
        <translation>本页没有可读取的文字，可能是扫描件。</translation>
    </message>
</context>
<context>
    <name>Remedies</name>
    <message>
        <source>Choose another file…</source>
        <translation>选择其他文件…</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
</context>
<context>
    <name>Renewal</name>
    <message>
        <source>Restart now</source>
        <translation>立即重新启动</translation>
    </message>
    <message>
        <source>The chat that is open and what you have written stay.</source>
        <translation>打开的对话和已输入的文字都会保留。</translation>
    </message>
    <message>
        <source>The language changes as soon as what is under way is done.</source>
        <translation>正在进行的事情完成后，就会切换语言。</translation>
    </message>
</context>
<context>
    <name>RowDelegate</name>
    <message>
        <source>Name of the folder</source>
        <translation>文件夹名称</translation>
    </message>
    <message>
        <source>Title of the chat</source>
        <translation>对话标题</translation>
    </message>
</context>
<context>
    <name>RowProgress</name>
    <message>
        <source>Checking</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Waiting for {n} before it</source>
        <translation>前面还有 {n} 个</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done}，共 {total}</translation>
    </message>
    <message>
        <source>{reason} The next try is in {n} s.</source>
        <translation>{reason}{n} 秒后再试。</translation>
    </message>
</context>
<context>
    <name>Running</name>
    <message>
        <source>Dividing {name} into parts, page {done} of {total}</source>
        <translation>正在将 {name} 分成若干部分，第 {done} / {total} 页</translation>
    </message>
    <message>
        <source>Loading the model, {n} %</source>
        <translation>正在加载模型，{n}%</translation>
    </message>
    <message>
        <source>Making {name} ready to be searched, page {done} of {total}</source>
        <translation>正在为搜索准备 {name}，第 {done} 页，共 {total} 页</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>正在打开 {name}…</translation>
    </message>
    <message>
        <source>Part {part} of {parts}: p. {pages} of {name}</source>
        <translation>第 {part} 部分，共 {parts} 部分：{name} 第 {pages} 页</translation>
    </message>
    <message>
        <source>Preparing {name} for the search by meaning: passage {done} of {total}</source>
        <translation>正在为语义搜索准备 {name}：第 {done} 段，共 {total} 段</translation>
    </message>
    <message>
        <source>Reading {done} of {total} tokens</source>
        <translation>正在阅读 {done} / {total} 词元</translation>
    </message>
    <message>
        <source>Restoring {done} of {total} tokens</source>
        <translation>正在恢复 {done} / {total} 词元</translation>
    </message>
    <message>
        <source>Summing up the notes</source>
        <translation>正在汇总笔记</translation>
    </message>
</context>
<context>
    <name>Scans</name>
    <message>
        <source>The text of {name} has been recognised.</source>
        <translation>{name} 的文字已识别完毕。</translation>
    </message>
    <message>
        <source>recognising text, {done} of {total}</source>
        <translation>正在识别文字，{done}/{total}</translation>
    </message>
    <message>
        <source>{name} has scanned pages: pictures without text.</source>
        <translation>{name} 含有扫描页：只有图像，没有文字。</translation>
    </message>
    <message>
        <source>{name}: no text was recognised on 1 page.</source>
        <translation>{name}：有 1 页没有识别出文字。</translation>
    </message>
    <message>
        <source>{name}: no text was recognised on {count} pages.</source>
        <translation>{name}：有 {count} 页没有识别出文字。</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Find in this document</source>
        <translation>在本文档中查找</translation>
    </message>
    <message>
        <source>Next hit (F3)</source>
        <translation>下一处（F3）</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Previous hit (Shift+F3)</source>
        <translation>上一处（Shift+F3）</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>第 {n} 处，共 {total} 处</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search chats and documents</source>
        <translation>搜索对话和文档</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Empty the search</source>
        <translation>清空搜索</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Back to the default: {title}</source>
        <translation>恢复默认值：{title}</translation>
    </message>
</context>
<context>
    <name>SettingsPresenter</name>
    <message>
        <source>Load it now</source>
        <translation>现在加载</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>立即重新启动</translation>
    </message>
    <message>
        <source>The chat that is open and what you have written stay.</source>
        <translation>打开的对话和已输入的文字都会保留。</translation>
    </message>
    <message>
        <source>The model is loaded again with the next question.</source>
        <translation>下次提问时会重新加载模型。</translation>
    </message>
    <message>
        <source>This is seen after the next start of YiDesk.</source>
        <translation>重新启动 YiDesk 后生效。</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Diagnostics</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Everything that YiDesk writes is here.</source>
        <translation>YiDesk 写入的所有内容都在这里。</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>No setting is called “{words}”.</source>
        <translation>没有名为“{words}”的设置。</translation>
    </message>
    <message>
        <source>Open the folder: {name}</source>
        <translation>打开文件夹：{name}</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>The folder “{name}” is deleted, its chats are kept.</source>
        <translation>文件夹“{name}”已删除，其中的对话仍然保留。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{n} chats are deleted.</source>
        <translation>已删除 {n} 个对话。</translation>
    </message>
    <message>
        <source>{title} (copy)</source>
        <translation>{title}（副本）</translation>
    </message>
    <message>
        <source>“{title}” is deleted.</source>
        <translation>已删除“{title}”。</translation>
    </message>
</context>
<context>
    <name>ShortcutList</name>
    <message>
        <source>Add documents</source>
        <translation>添加文档</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Ask the last question differently, in an empty field</source>
        <translation>输入框为空时，修改上一个问题</translation>
    </message>
    <message>
        <source>Begin a new line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Delete the chat, the question or the version of an answer</source>
        <translation>删除对话、提问或某一版回答</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在本对话中查找</translation>
    </message>
    <message>
        <source>First and last page</source>
        <translation>第一页和最后一页</translation>
    </message>
    <message>
        <source>Fit the page’s width</source>
        <translation>适合页宽</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>文档库</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Next and previous hit in the document</source>
        <translation>文档中的下一处和上一处</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Rename the chosen chat</source>
        <translation>重命名选中的对话</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>搜索所有对话</translation>
    </message>
    <message>
        <source>Select by lines, to the end of the chat</source>
        <translation>按行选择，选到对话末尾</translation>
    </message>
    <message>
        <source>Select in the chat by letters and words</source>
        <translation>在对话中按字、按词选择</translation>
    </message>
    <message>
        <source>Select the whole chat, copy what is selected</source>
        <translation>全选对话，复制所选内容</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>显示或隐藏侧栏</translation>
    </message>
    <message>
        <source>Size of the page</source>
        <translation>页面大小</translation>
    </message>
    <message>
        <source>Stop, or close what lies over the chat</source>
        <translation>停止，或关闭浮在对话上的内容</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>快捷键列表</translation>
    </message>
    <message>
        <source>Turn pages of the document</source>
        <translation>文档翻页</translation>
    </message>
    <message>
        <source>Write a question</source>
        <translation>输入问题</translation>
    </message>
</context>
<context>
    <name>SidebarMenus</name>
    <message>
        <source>Close</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the folder, keep its chats</source>
        <translation>删除文件夹，保留对话</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Export as</source>
        <translation>导出为</translation>
    </message>
    <message>
        <source>Import chats…</source>
        <translation>导入对话…</translation>
    </message>
    <message>
        <source>Move to folder</source>
        <translation>移到文件夹</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>New folder…</source>
        <translation>新建文件夹…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Out of the folder</source>
        <translation>移出文件夹</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
</context>
<context>
    <name>SidebarPanel</name>
    <message>
        <source>Folders and import</source>
        <translation>文件夹与导入</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>文档库</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>No chat holds “{words}”.</source>
        <translation>没有对话包含“{words}”。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>The latest {n} chats with “{words}”. More words find others.</source>
        <translation>只列出最近 {n} 个含有“{words}”的对话。多输入几个词可以找到其他对话。</translation>
    </message>
    <message>
        <source>Your chats will be listed here.</source>
        <translation>对话会列在这里。</translation>
    </message>
</context>
<context>
    <name>SourceButton</name>
    <message>
        <source>likely {}</source>
        <translation>{}（很可能）</translation>
    </message>
    <message>
        <source>{name}, p. {page}</source>
        <translation>{name}，第 {page} 页</translation>
    </message>
</context>
<context>
    <name>SourceList</name>
    <message>
        <source>Sources</source>
        <translation>出处</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>回到末尾</translation>
    </message>
</context>
<context>
    <name>Suggested</name>
    <message>
        <source>Suggested questions</source>
        <translation>建议的问题</translation>
    </message>
</context>
<context>
    <name>Surroundings</name>
    <message>
        <source>Show the diagnostics</source>
        <translation>显示诊断</translation>
    </message>
    <message>
        <source>The answer is there.</source>
        <translation>回答已完成。</translation>
    </message>
    <message>
        <source>The documents have been read.</source>
        <translation>文档已读完。</translation>
    </message>
    <message>
        <source>What happened was written down, on this computer only.</source>
        <translation>经过已记录下来，只保存在本机上。</translation>
    </message>
    <message>
        <source>YiDesk crashed the last time. Your chats are all here.</source>
        <translation>YiDesk 上次意外退出。你的对话都还在。</translation>
    </message>
</context>
<context>
    <name>TextPage</name>
    <message>
        <source>Text of the page</source>
        <translation>页面文字</translation>
    </message>
</context>
<context>
    <name>ThinBar</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>Copy with the source</source>
        <translation>连同出处复制</translation>
    </message>
    <message>
        <source>Find in this document (Ctrl+F)</source>
        <translation>在本文档中查找（Ctrl+F）</translation>
    </message>
    <message>
        <source>Fit the width (Ctrl+0)</source>
        <translation>适合宽度（Ctrl+0）</translation>
    </message>
    <message>
        <source>Go to page</source>
        <translation>转到页</translation>
    </message>
    <message>
        <source>Larger (Ctrl++)</source>
        <translation>放大（Ctrl++）</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Next page (Page Down)</source>
        <translation>下一页（Page Down）</translation>
    </message>
    <message>
        <source>Open in another program</source>
        <translation>用其他程序打开</translation>
    </message>
    <message>
        <source>Previous page (Page Up)</source>
        <translation>上一页（Page Up）</translation>
    </message>
    <message>
        <source>Show in the folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Show the text</source>
        <translation>显示文字</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+-)</source>
        <translation>缩小（Ctrl+-）</translation>
    </message>
    <message>
        <source>of {total}</source>
        <translation>/ {total} 页</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Quick question</source>
        <translation>快速提问</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Show YiDesk</source>
        <translation>显示 YiDesk</translation>
    </message>
</context>
<context>
    <name>TroubleWindow</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Keep it aside and begin anew</source>
        <translation>把它留在一旁，重新开始</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
</context>
<context>
    <name>TurnView</name>
    <message>
        <source>Delete the question and its answer</source>
        <translation>删除这个问题及其回答</translation>
    </message>
</context>
<context>
    <name>Versions</name>
    <message>
        <source>Earlier version</source>
        <translation>前一个版本</translation>
    </message>
    <message>
        <source>Later version</source>
        <translation>后一个版本</translation>
    </message>
    <message>
        <source>Version {n} of {total}</source>
        <translation>第 {n} 个版本，共 {total} 个</translation>
    </message>
</context>
<context>
    <name>WaitingQuestion</name>
    <message>
        <source>Ask now</source>
        <translation>现在就问</translation>
    </message>
    <message>
        <source>The question is asked as soon as the documents are open.</source>
        <translation>文档打开后会立即提问。</translation>
    </message>
    <message>
        <source>The question is asked as soon as this answer has ended.</source>
        <translation>这次回答一结束，就会提出这个问题。</translation>
    </message>
</context>
<context>
    <name>WindowUse</name>
    <message>
        <source>Conversation and instructions</source>
        <translation>对话与要求</translation>
    </message>
    <message>
        <source>Room for answers</source>
        <translation>留给回答的空间</translation>
    </message>
    <message>
        <source>The whole window</source>
        <translation>整个窗口</translation>
    </message>
    <message>
        <source>What fills the window</source>
        <translation>窗口占用情况</translation>
    </message>
    <message>
        <source>When it is full, an answer ends there and says so; nothing is dropped. Then begin a new chat, search or sweep the documents, or choose a model with a larger window.</source>
        <translation>窗口占满时，回答会到此为止并给出提示，不会丢弃任何内容。此时可以新建对话，改用搜索或通读，或换用窗口更大的模型。</translation>
    </message>
    <message>
        <source>not counted yet</source>
        <translation>尚未计数</translation>
    </message>
</context>
<context>
    <name>WorkBar</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>    100 pages: about {minutes:,.0f} min to read once, judged by {model}</source>
        <translation>    100 页：读一遍约 {minutes:,.0f} 分钟（根据 {model} 推算）</translation>
    </message>
    <message>
        <source>    → {advice}</source>
        <translation>    → {advice}</translation>
    </message>
    <message>
        <source>  an embedding model: `yidesk ask --mode search --embedding` uses it</source>
        <translation>  嵌入模型：可通过 `yidesk ask --mode search --embedding` 使用</translation>
    </message>
    <message>
        <source>  by formula, from the header of the file on the hub</source>
        <translation>  根据模型站上文件的头信息按公式计算</translation>
    </message>
    <message>
        <source>  by formula, from what the catalogue says of the file</source>
        <translation>  根据目录中的文件信息按公式计算</translation>
    </message>
    <message>
        <source>  found by words alone: it is not ready for the search by meaning</source>
        <translation>  仅按词搜索：尚未为语义搜索准备好</translation>
    </message>
    <message>
        <source>  found by words alone: the embedding model could not be used</source>
        <translation>  仅按词搜索：嵌入模型无法使用</translation>
    </message>
    <message>
        <source>  found by words and by meaning</source>
        <translation>  按词并按语义搜索</translation>
    </message>
    <message>
        <source>  {mark} {place}, found there though not cited: “{sentence}”</source>
        <translation>  {mark} {place}，未注明但可在此找到：“{sentence}”</translation>
    </message>
    <message>
        <source>  {mark} {place}, verified: “{quote}”</source>
        <translation>  {mark} {place}，已核实：“{quote}”</translation>
    </message>
    <message>
        <source>  {mark} {place}: {told}</source>
        <translation>  {mark} {place}：{told}</translation>
    </message>
    <message>
        <source>  {mark} {place}: {told} “{quote}”</source>
        <translation>  {mark} {place}：{told}“{quote}”</translation>
    </message>
    <message>
        <source>  {mark} {quantization}, {size:.1f} GB: {fit}</source>
        <translation>  {mark} {quantization}，大小 {size:.1f} GB：{fit}</translation>
    </message>
    <message>
        <source>  {mark} “{sentence}” {place}: {told}</source>
        <translation>  {mark} “{sentence}”{place}：{told}</translation>
    </message>
    <message>
        <source>  {mark} “{sentence}”: {told}</source>
        <translation>  {mark} “{sentence}”：{told}</translation>
    </message>
    <message>
        <source>  {note}</source>
        <translation>  {note}</translation>
    </message>
    <message>
        <source>  {problem}</source>
        <translation>  {problem}</translation>
    </message>
    <message>
        <source>  {remark}</source>
        <translation>  {remark}</translation>
    </message>
    <message>
        <source>  {tokens:,} tokens</source>
        <translation>  {tokens:,} 词元</translation>
    </message>
    <message>
        <source>%(prog)s: error: %(message)s
</source>
        <translation>%(prog)s：错误：%(message)s
</translation>
    </message>
    <message>
        <source>(A picture, which is not in the file.)</source>
        <translation>（一张图片，未包含在文件中。）</translation>
    </message>
    <message>
        <source>(Nothing was asked.)</source>
        <translation>（没有提问。）</translation>
    </message>
    <message>
        <source>(The rest of this message was left out: it was too long.)</source>
        <translation>（这条消息太长，其余部分已略去。）</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>--embedding serves the search, and nothing is searched.</source>
        <translation>--embedding 用于搜索，而这次并不搜索。</translation>
    </message>
    <message>
        <source>--json needs a command.</source>
        <translation>--json 需要与命令一起使用。</translation>
    </message>
    <message>
        <source>--mode {mode} is about documents, and there is none.</source>
        <translation>--mode {mode} 针对文档，而这里没有文档。</translation>
    </message>
    <message>
        <source>. </source>
        <translation>。</translation>
    </message>
    <message>
        <source>0 always says the likeliest word; higher values vary more, and err more.</source>
        <translation>0 总是选择最可能的词；数值越高变化越多，出错也越多。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>A draft model costs more than it saves where the KV memory on a GPU is {kv_type}.</source>
        <translation>GPU 上的 KV 缓存为 {kv_type} 时，草稿模型得不偿失。</translation>
    </message>
    <message>
        <source>A draft model is a smaller one of the same family.</source>
        <translation>草稿模型应是同一系列中较小的模型。</translation>
    </message>
    <message>
        <source>A folder needs a name.</source>
        <translation>请给文件夹起个名字。</translation>
    </message>
    <message>
        <source>A key that opens a small window for one question while you work elsewhere, as long as YiDesk runs. Some desktops ask you which key.</source>
        <translation>只要 YiDesk 在运行，在别的程序里按这个键就会打开只问一个问题的小窗口。有些桌面会问你用哪个键。</translation>
    </message>
    <message>
        <source>A preset needs a name.</source>
        <translation>预设需要一个名称。</translation>
    </message>
    <message>
        <source>A quarter (q4_0)</source>
        <translation>四分之一（q4_0）</translation>
    </message>
    <message>
        <source>A screen reader says every sentence of an answer once it is finished, and waits while you type. Off: it says the answer when it is whole.</source>
        <translation>回答每写完一句，屏幕阅读器就读出一句；你打字时它会等待。关闭后，整个回答写完才读出。</translation>
    </message>
    <message>
        <source>A search then finds what means the same in other words, or in another language. Every passage is computed once, in the background; the model takes memory beside the one that answers.</source>
        <translation>这样搜索时也能找到换了说法、甚至换了语言但意思相同的内容。每个段落只在后台计算一次；该模型会在回答模型之外另占内存。</translation>
    </message>
    <message>
        <source>A small model of the same family that guesses ahead; the model that answers checks several guesses at a time. Answers stay the same and may come faster. It takes memory, and rests where it does not pay.</source>
        <translation>同一系列的小模型先行猜测，再由回答的模型一次核对几个猜测。回答不变，但可能更快。它会占用内存，得不偿失时自动停用。</translation>
    </message>
    <message>
        <source>A translated quotation: the page is in another language, so its words were not compared.</source>
        <translation>这是译文而非原文：该页用的是另一种语言，无法逐字核对。</translation>
    </message>
    <message>
        <source>Above 1, words that were just said become less likely.</source>
        <translation>大于 1 时，刚说过的词不容易再出现。</translation>
    </message>
    <message>
        <source>Add it again from where it lies now.</source>
        <translation>请从现在的位置重新添加。</translation>
    </message>
    <message>
        <source>Add it again to see its pages; its text as it was read is kept.</source>
        <translation>重新添加这个文件即可查看页面；之前读到的文字仍然保留。</translation>
    </message>
    <message>
        <source>Add it again when nothing writes to it any more.</source>
        <translation>等没有程序再写入它时，重新添加即可。</translation>
    </message>
    <message>
        <source>Add its file again.</source>
        <translation>请重新添加该文件。</translation>
    </message>
    <message>
        <source>Add the file again to see where it says this.</source>
        <translation>重新添加该文件，即可查看出处。</translation>
    </message>
    <message>
        <source>Add the file again.</source>
        <translation>请重新添加该文件。</translation>
    </message>
    <message>
        <source>Add the files in it.</source>
        <translation>请添加其中的文件。</translation>
    </message>
    <message>
        <source>After the first answer of a chat the model gives it a short title, when it has nothing else to do. Off: the first question is the title.</source>
        <translation>对话有了第一个回答之后，模型会在空闲时为它起一个简短的标题。关闭时，以第一个问题为标题。</translation>
    </message>
    <message>
        <source>Allow more in the grammar, or ask without it.</source>
        <translation>请放宽语法，或不用语法再问一次。</translation>
    </message>
    <message>
        <source>Another one every time</source>
        <translation>每次不同</translation>
    </message>
    <message>
        <source>Another program has the key {key} already.</source>
        <translation>{key} 已被另一个程序占用。</translation>
    </message>
    <message>
        <source>Answer in at most seven short points, the most important first, each with its page. Leave out what is not needed to understand the whole.</source>
        <translation>用不超过七条简短的要点回答，最重要的在前，每条注明页码。与理解全文无关的内容略去。</translation>
    </message>
    <message>
        <source>Answering: {done} of {total} tokens</source>
        <translation>正在回答：{done} / {total} 词元</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Answers aloud as they are written</source>
        <translation>边写边朗读回答</translation>
    </message>
    <message>
        <source>Answers come without the draft model; the settings take another one, or none.</source>
        <translation>回答照常进行，只是不用草稿模型；可在设置中改选其他草稿模型，或不选。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As chosen under Models</source>
        <translation>在“模型”中选定的</translation>
    </message>
    <message>
        <source>As in the settings</source>
        <translation>与设置相同</translation>
    </message>
    <message>
        <source>As large as fits</source>
        <translation>能放下多大就多大</translation>
    </message>
    <message>
        <source>As long as the window has room</source>
        <translation>直到窗口写满</translation>
    </message>
    <message>
        <source>As many as fit</source>
        <translation>能放下多少就多少</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>As this computer has</source>
        <translation>按本机核心数</translation>
    </message>
    <message>
        <source>Ask a shorter question, or give its text as a document.</source>
        <translation>请把问题缩短，或把其中的文字作为文档给出。</translation>
    </message>
    <message>
        <source>Ask again with this grammar, or continue without it.</source>
        <translation>请用这个语法重新提问，或不用语法继续。</translation>
    </message>
    <message>
        <source>Ask again.</source>
        <translation>请再问一次。</translation>
    </message>
    <message>
        <source>Ask again: a new engine starts by itself, and nothing that was said is lost.</source>
        <translation>再问一次即可：新的引擎会自动启动，已说过的内容不会丢失。</translation>
    </message>
    <message>
        <source>Ask again; if it goes on, choose a smaller window or model.</source>
        <translation>请再问一次；如果仍然如此，请选择更小的窗口或模型。</translation>
    </message>
    <message>
        <source>Ask again; the engine's log holds what a report needs.</source>
        <translation>请再问一次；引擎日志中有报告问题所需的信息。</translation>
    </message>
    <message>
        <source>Ask for more in a new question.</source>
        <translation>想知道更多，请再提一个问题。</translation>
    </message>
    <message>
        <source>Ask here instead: yidesk ask --doc FILE "QUESTION" (see yidesk --help).</source>
        <translation>请改在终端提问：yidesk ask --doc 文件 "问题"（见 yidesk --help）。</translation>
    </message>
    <message>
        <source>Ask in the chat itself, or choose a larger window.</source>
        <translation>请直接在对话里提问，或选择更大的窗口。</translation>
    </message>
    <message>
        <source>Ask long documents questions, on your own computer. Without a command, the window opens, with the files that are named.</source>
        <translation>在自己的电脑上向长文档提问。不写命令时打开窗口，并打开所给的文件。</translation>
    </message>
    <message>
        <source>Ask the seller for a copy without a lock.</source>
        <translation>请向卖家索取未加锁的副本。</translation>
    </message>
    <message>
        <source>Ask with --mode search.</source>
        <translation>请加上 --mode search 提问。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Begin a new chat, or choose a model with a larger window.</source>
        <translation>请开始新对话，或选择窗口更大的模型。</translation>
    </message>
    <message>
        <source>Bind a key to `yidesk --quick` in the system’s own settings.</source>
        <translation>请在系统自己的设置里为 `yidesk --quick` 指定一个按键。</translation>
    </message>
    <message>
        <source>Change its permissions, or copy it to a folder of your own.</source>
        <translation>请修改它的权限，或把它复制到自己的文件夹。</translation>
    </message>
    <message>
        <source>Chats that use {name}: {chats:,}. They keep what was said, and can no longer show its pages.</source>
        <translation>有 {chats:,} 个对话在使用 {name}。这些对话会保留已有内容，但不能再显示它的页面。</translation>
    </message>
    <message>
        <source>Check the disk or the connection to it, and try again.</source>
        <translation>请检查磁盘或与它的连接，然后重试。</translation>
    </message>
    <message>
        <source>Checking: {percent:.0f} %, {done:.2f} of {total:.2f} GB</source>
        <translation>正在检查：{percent:.0f}%，{done:.2f} / {total:.2f} GB</translation>
    </message>
    <message>
        <source>Choose a file exported by YiDesk, ChatGPT's conversations.json or its zip, or a .conversation.json of LM Studio.</source>
        <translation>请选择 YiDesk 导出的文件、ChatGPT 的 conversations.json 或其 zip，或 LM Studio 的 .conversation.json。</translation>
    </message>
    <message>
        <source>Choose a file for ordinary (little-endian) computers.</source>
        <translation>请选择适用于普通（小端序）电脑的文件。</translation>
    </message>
    <message>
        <source>Choose a file that ends in .gguf, or download it again.</source>
        <translation>请选择以 .gguf 结尾的文件，或重新下载。</translation>
    </message>
    <message>
        <source>Choose a file that ends in .gguf.</source>
        <translation>请选择以 .gguf 结尾的文件。</translation>
    </message>
    <message>
        <source>Choose a file.</source>
        <translation>请选择一个文件。</translation>
    </message>
    <message>
        <source>Choose a folder on a disk formatted as exFAT, NTFS, APFS or ext4.</source>
        <translation>请选择位于 exFAT、NTFS、APFS 或 ext4 磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder you may write to with --data-dir.</source>
        <translation>请用 --data-dir 指定一个可写的文件夹。</translation>
    </message>
    <message>
        <source>Choose a model first.</source>
        <translation>请先选择模型。</translation>
    </message>
    <message>
        <source>Choose a model for chats; this one can serve the search as embedding model.</source>
        <translation>请另选一个对话模型；这个可以作为搜索用的嵌入模型。</translation>
    </message>
    <message>
        <source>Choose a repository whose name ends in GGUF.</source>
        <translation>请选择名称以 GGUF 结尾的仓库。</translation>
    </message>
    <message>
        <source>Choose a smaller draft model, or a smaller window.</source>
        <translation>请选择更小的草稿模型，或更小的窗口。</translation>
    </message>
    <message>
        <source>Choose a smaller window or a smaller KV type.</source>
        <translation>请选择更小的窗口或更小的 KV 类型。</translation>
    </message>
    <message>
        <source>Choose a smaller window.</source>
        <translation>请选择更小的窗口。</translation>
    </message>
    <message>
        <source>Choose a value in this range.</source>
        <translation>请选择这个范围内的值。</translation>
    </message>
    <message>
        <source>Choose another file of this model, or a newer YiDesk.</source>
        <translation>请选择该模型的其他文件，或更新 YiDesk。</translation>
    </message>
    <message>
        <source>Choose another file of this model, or tell its maker.</source>
        <translation>请选择该模型的其他文件，或告知其作者。</translation>
    </message>
    <message>
        <source>Choose another file of this model.</source>
        <translation>请选择该模型的其他文件。</translation>
    </message>
    <message>
        <source>Choose another file, download it again, or have it tried once more.</source>
        <translation>请选择其他文件、重新下载，或再试一次。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Choose another key in the settings.</source>
        <translation>请在设置里换一个按键。</translation>
    </message>
    <message>
        <source>Choose another name, or change that one.</source>
        <translation>请换一个名称，或修改那一个。</translation>
    </message>
    <message>
        <source>Choose another one in the settings, or none: search by words needs none.</source>
        <translation>请在设置中换一个，或不使用：按词搜索不需要它。</translation>
    </message>
    <message>
        <source>Choose another value, or go back to the default.</source>
        <translation>请换一个值，或恢复默认值。</translation>
    </message>
    <message>
        <source>Choose f16 for the KV memory, or a smaller window.</source>
        <translation>请为 KV 缓存选择 f16，或选择更小的窗口。</translation>
    </message>
    <message>
        <source>Choose fewer layers, a smaller window or a smaller KV type.</source>
        <translation>请减少层数，或选择更小的窗口或 KV 类型。</translation>
    </message>
    <message>
        <source>Choose one that was made for it, such as bge-m3, or search by words alone.</source>
        <translation>请选择专门的嵌入模型（如 bge-m3），或只按词搜索。</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller KV type.</source>
        <translation>请关闭其他程序，或选择占用更小的 KV 类型。</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller model or quantisation.</source>
        <translation>请关闭其他程序，或选择更小的模型或量化。</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller model or window.</source>
        <translation>请关闭其他程序，或选择更小的模型或窗口。</translation>
    </message>
    <message>
        <source>Close to the documents</source>
        <translation>紧扣文档</translation>
    </message>
    <message>
        <source>Close whatever uses it, and try again.</source>
        <translation>请关闭正在使用它的程序，然后重试。</translation>
    </message>
    <message>
        <source>Closing the window leaves YiDesk running behind its icon in the tray, where the system has one.</source>
        <translation>关闭窗口后，YiDesk 仍在托盘图标后面运行（系统有托盘时）。</translation>
    </message>
    <message>
        <source>Comments in the file were left out.</source>
        <translation>文件中的批注未读取。</translation>
    </message>
    <message>
        <source>Connect it, or choose another mirror. What was fetched is kept.</source>
        <translation>请先连上网络，或另选一个镜像。已下载的部分会保留。</translation>
    </message>
    <message>
        <source>Contradicted: one of the two denies what the other one says.</source>
        <translation>相矛盾：一方肯定，另一方否定。</translation>
    </message>
    <message>
        <source>Copy it from your account's page of access tokens; it begins with hf_.</source>
        <translation>请从你账户的访问令牌页面复制，它以 hf_ 开头。</translation>
    </message>
    <message>
        <source>Cut off: the limit for the length of an answer was reached.</source>
        <translation>回答已达到长度上限，到此为止。</translation>
    </message>
    <message>
        <source>Cut off: the model's window is full.</source>
        <translation>模型的上下文窗口已满，回答到此为止。</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Darker text and clearer lines. Off follows the system.</source>
        <translation>更深的文字和更清晰的线条。关闭时跟随系统。</translation>
    </message>
    <message>
        <source>Deeper than the window of {window:,} tokens, not measured: {depths}</source>
        <translation>超出 {window:,} 词元的窗口，未测：{depths}</translation>
    </message>
    <message>
        <source>Disk space for readings</source>
        <translation>阅读存档的磁盘空间</translation>
    </message>
    <message>
        <source>Dividing {name} into parts: page {done:,} of {total:,}</source>
        <translation>正在将 {name} 分成若干部分：第 {done:,} / {total:,} 页</translation>
    </message>
    <message>
        <source>Download it again, or choose another file of this model.</source>
        <translation>请重新下载，或选择该模型的其他文件。</translation>
    </message>
    <message>
        <source>Download it again, or choose another file.</source>
        <translation>请重新下载，或选择其他文件。</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>请重新下载。</translation>
    </message>
    <message>
        <source>Download it again: the new one will be fetched from its beginning.</source>
        <translation>请重新下载：新文件会从头下载。</translation>
    </message>
    <message>
        <source>Download it again; if that fails too, choose another mirror.</source>
        <translation>请重新下载；如果仍不成功，请换一个镜像。</translation>
    </message>
    <message>
        <source>Download one on the Models screen or with `yidesk models get`. A GGUF file in {folder} is found too.</source>
        <translation>请在“模型”页面下载一个，或运行 `yidesk models get`。放进 {folder} 的 GGUF 文件也能找到。</translation>
    </message>
    <message>
        <source>Download one with `yidesk models get`, or put a GGUF file into {folder}.</source>
        <translation>请用 `yidesk models get` 下载一个，或把 GGUF 文件放到 {folder}。</translation>
    </message>
    <message>
        <source>Download or copy it again, or save it anew from a program that still opens it.</source>
        <translation>请重新下载或复制，或用仍能打开它的程序另存一份。</translation>
    </message>
    <message>
        <source>Draft model</source>
        <translation>草稿模型</translation>
    </message>
    <message>
        <source>Embedding model for searching</source>
        <translation>搜索用的嵌入模型</translation>
    </message>
    <message>
        <source>Ended: the model only repeated itself.</source>
        <translation>已结束：模型一直在重复自己的话。</translation>
    </message>
    <message>
        <source>Flash attention is on, which is slower on a processor: there was not enough memory without it.</source>
        <translation>已启用 Flash Attention（在处理器上较慢）：不用它内存不够。</translation>
    </message>
    <message>
        <source>Folder of models</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>For a long document the window may now grow to {window:,} tokens, which takes about {memory:g} GB in all.</source>
        <translation>为了读长文档，窗口现在最多可扩大到 {window:,} 词元，总共约需 {memory:g} GB。</translation>
    </message>
    <message>
        <source>For a long document the window may now grow to {window:,} tokens: {layers} instead of {before} of {total} layers are on the GPU, so answers will be slower.</source>
        <translation>为了读长文档，窗口现在最多可扩大到 {window:,} 词元：GPU 上放 {layers} 层，而不是 {before} 层（共 {total} 层），回答会慢一些。</translation>
    </message>
    <message>
        <source>For downloads, for example http://127.0.0.1:8080 or socks5://127.0.0.1:1080.</source>
        <translation>下载时使用，例如 http://127.0.0.1:8080 或 socks5://127.0.0.1:1080。</translation>
    </message>
    <message>
        <source>Free conversation</source>
        <translation>自由对话</translation>
    </message>
    <message>
        <source>Free some disk space, or allow readings less of it in the settings.</source>
        <translation>请腾出一些磁盘空间，或在设置中调低阅读存档的用量。</translation>
    </message>
    <message>
        <source>Free some room on it, then try again. Nothing kept so far is lost.</source>
        <translation>请在这个磁盘上腾出一些空间后再试。此前保存的内容都还在。</translation>
    </message>
    <message>
        <source>Full (f16)</source>
        <translation>完整（f16）</translation>
    </message>
    <message>
        <source>GBNF that the answer keeps to</source>
        <translation>回答须遵守的 GBNF 语法文件</translation>
    </message>
    <message>
        <source>Give the password to read it.</source>
        <translation>请输入密码后阅读。</translation>
    </message>
    <message>
        <source>Go into the field and press it. To a desktop that asks you itself it is only proposed.</source>
        <translation>点进输入框，直接按下要用的键。如果桌面会自己询问，这里的按键只作为建议。</translation>
    </message>
    <message>
        <source>Half (q8_0)</source>
        <translation>一半（q8_0）</translation>
    </message>
    <message>
        <source>How exactly the model remembers what it has read. Half the precision holds twice the pages; a quarter begins to forget details.</source>
        <translation>模型以多高的精度记住读过的内容。一半精度可以容纳两倍的页数；四分之一精度会开始遗漏细节。</translation>
    </message>
    <message>
        <source>How many processor cores compute. More than there are makes it slower.</source>
        <translation>用多少个处理器核心计算。超过实际核心数反而更慢。</translation>
    </message>
    <message>
        <source>How many tokens the model holds at a time: documents, questions and answers. A page has about 600. A larger window takes more memory.</source>
        <translation>模型一次能容纳多少词元：文档、问题和回答都算在内。一页大约 600 词元。窗口越大，占用内存越多。</translation>
    </message>
    <message>
        <source>How much of the model lies in graphics memory. More is faster, as long as it fits. 0 leaves the GPU alone.</source>
        <translation>把模型的多少层放进显存。只要放得下，越多越快。填 0 则不使用 GPU。</translation>
    </message>
    <message>
        <source>If documents are in it, unpack it and add those; or save it as PDF.</source>
        <translation>如果里面是文档，请解压后添加；或另存为 PDF。</translation>
    </message>
    <message>
        <source>If it is meant so, split it in the program it was made with.</source>
        <translation>如果本来就这样，请用原来的程序把它拆开。</translation>
    </message>
    <message>
        <source>If it was downloaded, `yidesk models verify --repair` mends it.</source>
        <translation>如果它是下载的，`yidesk models verify --repair` 可以修复它。</translation>
    </message>
    <message>
        <source>If you trust it, open it in its own program and save it as PDF.</source>
        <translation>如果你信任它，请用原来的程序打开并另存为 PDF。</translation>
    </message>
    <message>
        <source>If you trust {host}, download it as {repository} directly.</source>
        <translation>如果你信任 {host}，请直接以 {repository} 下载。</translation>
    </message>
    <message>
        <source>In the data folder</source>
        <translation>在数据文件夹中</translation>
    </message>
    <message>
        <source>Install it with `make ocr`, or with `pip install 'yidesk[ocr]'`.</source>
        <translation>请用 `make ocr` 或 `pip install 'yidesk[ocr]'` 安装。</translation>
    </message>
    <message>
        <source>Install the libraries that Qt needs (`make setup` names them).</source>
        <translation>请安装 Qt 所需的库（`make setup` 会列出）。</translation>
    </message>
    <message>
        <source>Install the program's packages again (`make setup`).</source>
        <translation>请重新安装程序所需的包（`make setup`）。</translation>
    </message>
    <message>
        <source>Interrupted: YiDesk ended while this was being written.</source>
        <translation>回答中断：写到这里时 YiDesk 退出了。</translation>
    </message>
    <message>
        <source>It begins with one of: {starts}</source>
        <translation>它应以下列之一开头：{starts}</translation>
    </message>
    <message>
        <source>It does not ask again until you turn the key on in the settings.</source>
        <translation>在设置里重新打开这个按键之前，不会再问。</translation>
    </message>
    <message>
        <source>It is written in GBNF and begins with a rule called root.</source>
        <translation>语法要用 GBNF 书写，并以名为 root 的规则开头。</translation>
    </message>
    <message>
        <source>It may be damaged or too large; download it again or choose another.</source>
        <translation>它可能已损坏或过大；请重新下载或选择其他文件。</translation>
    </message>
    <message>
        <source>It may be damaged, or memory may be short; choose a smaller one.</source>
        <translation>文件可能已损坏，或内存不足；请选择更小的模型。</translation>
    </message>
    <message>
        <source>It may be damaged, or of a kind this version does not know; choose another.</source>
        <translation>它可能已损坏，或是本版本不认识的类型；请选择其他文件。</translation>
    </message>
    <message>
        <source>It was probably damaged on its way: download or copy it again.</source>
        <translation>它可能在传输中损坏了：请重新下载或复制。</translation>
    </message>
    <message>
        <source>Its log is {log}.</source>
        <translation>日志在 {log}。</translation>
    </message>
    <message>
        <source>Its log, worker-probe.log, holds what a report needs.</source>
        <translation>日志 worker-probe.log 中有报告问题所需的信息。</translation>
    </message>
    <message>
        <source>KV memory is q8_0 instead of f16: there was not enough memory.</source>
        <translation>KV 缓存用 q8_0 而不是 f16：内存不够。</translation>
    </message>
    <message>
        <source>Keep readings on disk</source>
        <translation>把阅读存档保存在磁盘上</translation>
    </message>
    <message>
        <source>Key for a quick question</source>
        <translation>快速提问的按键</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Layers on the GPU</source>
        <translation>放在 GPU 上的层数</translation>
    </message>
    <message>
        <source>Leave the layers to the program, or set YiDesk up again for your GPU.</source>
        <translation>请让程序决定层数，或针对你的 GPU 重新安装 YiDesk。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Light or dark colours.</source>
        <translation>浅色或深色界面。</translation>
    </message>
    <message>
        <source>Likely from page {page} of {name}: {found} of its {of} names, numbers and words stand together there.</source>
        <translation>很可能出自《{name}》第 {page} 页：句中的名称、数字和词语共 {of} 处，有 {found} 处集中出现在那里。</translation>
    </message>
    <message>
        <source>Likely from page {page}: {found} of its {of} names, numbers and words stand together there.</source>
        <translation>很可能出自第 {page} 页：句中的名称、数字和词语共 {of} 处，有 {found} 处集中出现在那里。</translation>
    </message>
    <message>
        <source>Likely from this page: {found} of its {of} names, numbers and words stand together there.</source>
        <translation>很可能出自本页：句中的名称、数字和词语共 {of} 处，有 {found} 处集中出现在这里。</translation>
    </message>
    <message>
        <source>Load one first.</source>
        <translation>请先加载一个。</translation>
    </message>
    <message>
        <source>Loaded in {seconds:.2f} s</source>
        <translation>加载用时 {seconds:.2f} 秒</translation>
    </message>
    <message>
        <source>Loading the model: {percent:.0f} %</source>
        <translation>正在加载模型：{percent:.0f}%</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>回答的最大长度</translation>
    </message>
    <message>
        <source>Look at the list of its files and choose another.</source>
        <translation>请查看它的文件列表，另选一个。</translation>
    </message>
    <message>
        <source>Look for it under another name on the hub.</source>
        <translation>请在模型站上用其他名称查找。</translation>
    </message>
    <message>
        <source>Make room, or choose another folder, and go on: what was fetched is kept.</source>
        <translation>请腾出空间或换一个文件夹后继续：已下载的部分会保留。</translation>
    </message>
    <message>
        <source>Making {name} ready to be searched: page {done:,} of {total:,}</source>
        <translation>正在为搜索准备 {name}：第 {done:,} 页，共 {total:,} 页</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p（最低概率）</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Model and memory</source>
        <translation>模型与内存</translation>
    </message>
    <message>
        <source>Name a folder with PDF, Office, text or other documents in it.</source>
        <translation>请指定一个含有 PDF、Office、文本或其他文档的文件夹。</translation>
    </message>
    <message>
        <source>Name one by its fingerprint; `yidesk docs list` shows them.</source>
        <translation>请用指纹指定其中一个；`yidesk docs list` 会列出指纹。</translation>
    </message>
    <message>
        <source>Name one of these: {known}.</source>
        <translation>请指定其中一个：{known}。</translation>
    </message>
    <message>
        <source>Name one with --doc.</source>
        <translation>请用 --doc 指定一个。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>No connection at all. Chats and documents never need one; downloads do.</source>
        <translation>完全不联网。对话和文档从不需要网络，只有下载需要。</translation>
    </message>
    <message>
        <source>No document of this chat is called {detail}.</source>
        <translation>本对话中没有名为“{detail}”的文档。</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>还没有加载模型。</translation>
    </message>
    <message>
        <source>No other program has brought a model to this computer.</source>
        <translation>没有在本机找到其他程序的模型。</translation>
    </message>
    <message>
        <source>No page bears this out: {detail} is not named where it fits best.</source>
        <translation>没有找到依据：最接近的那一页没有提到“{detail}”。</translation>
    </message>
    <message>
        <source>No page bears this out: {detail} is not on the page that fits best.</source>
        <translation>没有找到依据：最接近的那一页没有“{detail}”。</translation>
    </message>
    <message>
        <source>No page of the documents bears this sentence out.</source>
        <translation>文档中没有任何一页支持这句话。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>None: by words alone</source>
        <translation>无：仅按词搜索</translation>
    </message>
    <message>
        <source>Not confirmed word by word. The page may still bear it out.</source>
        <translation>未能逐字核实，该页仍可能支持这一说法。</translation>
    </message>
    <message>
        <source>Not confirmed: one of the two denies something.</source>
        <translation>未能核实：一方有否定，另一方没有。</translation>
    </message>
    <message>
        <source>Not confirmed: the page says “{detail}”, which is not the same.</source>
        <translation>未能核实：该页写的是“{detail}”，意思并不相同。</translation>
    </message>
    <message>
        <source>Not confirmed: too few of these words stand together on the page.</source>
        <translation>未能核实：该页没有足够的内容与这句话对应。</translation>
    </message>
    <message>
        <source>Not confirmed: {detail} is not named there.</source>
        <translation>未能核实：那里没有提到“{detail}”。</translation>
    </message>
    <message>
        <source>Not confirmed: {detail} is not on this page.</source>
        <translation>未能核实：这一页没有“{detail}”。</translation>
    </message>
    <message>
        <source>Not on the page that is named: it stands on page {page}.</source>
        <translation>不在所注的那一页，而在第 {page} 页。</translation>
    </message>
    <message>
        <source>Not where it is said to be: it stands on page {page} of {name}.</source>
        <translation>出处有误：它在 {name} 的第 {page} 页。</translation>
    </message>
    <message>
        <source>Nothing is saved of a document called {name}.</source>
        <translation>没有名为 {name} 的文档的阅读存档。</translation>
    </message>
    <message>
        <source>Nothing is saved yet.</source>
        <translation>还没有任何阅读存档。</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>On the processor, {window:,}-token window, about {main:g} GB of {of_main:g} GB</source>
        <translation>在处理器上运行，窗口 {window:,} 词元，约占 {main:g} GB（共 {of_main:g} GB）</translation>
    </message>
    <message>
        <source>On the shelf: {known}.</source>
        <translation>已有的模型：{known}。</translation>
    </message>
    <message>
        <source>On this computer: {known}. Or give the path of a GGUF file.</source>
        <translation>本机上有：{known}。也可以给出 GGUF 文件的路径。</translation>
    </message>
    <message>
        <source>Only so many of the likeliest words are drawn from. 0: from all of them.</source>
        <translation>只从最可能的这么多个词中选取。0 表示从全部词中选取。</translation>
    </message>
    <message>
        <source>Only the last answer can be continued.</source>
        <translation>只能继续最后一个回答。</translation>
    </message>
    <message>
        <source>Only words from the likeliest part of this size are drawn.</source>
        <translation>只从最可能、概率合计达到此比例的词中选取。</translation>
    </message>
    <message>
        <source>Open https://{host}/{repository}, accept them, and enter your token here.</source>
        <translation>请打开 https://{host}/{repository} 接受条款，然后在这里输入令牌。</translation>
    </message>
    <message>
        <source>Open it in a program that can, and save it as DOCX, XLSX, PPTX or PDF.</source>
        <translation>请用能打开它的程序另存为 DOCX、XLSX、PPTX 或 PDF。</translation>
    </message>
    <message>
        <source>Open it in that program, and save a copy without a password.</source>
        <translation>请用那个程序打开，另存一份不带密码的副本。</translation>
    </message>
    <message>
        <source>Open it in the program it was made for and save it without protection.</source>
        <translation>请用原来的程序打开它，取消保护后另存一份。</translation>
    </message>
    <message>
        <source>Opening {name}: page {done:,} of {total:,}</source>
        <translation>正在打开 {name}：第 {done:,} / {total:,} 页</translation>
    </message>
    <message>
        <source>Opening {name}: {percent:.0f} %</source>
        <translation>正在打开 {name}：{percent:.0f}%</translation>
    </message>
    <message>
        <source>PDF, Office and OpenDocument files, EPUB, HTML, e-mail and text can be read.</source>
        <translation>可以读取 PDF、Office 与 OpenDocument 文件、EPUB、HTML、电子邮件和文本。</translation>
    </message>
    <message>
        <source>Page {page} of {name} cannot be shown.</source>
        <translation>无法显示 {name} 的第 {page} 页。</translation>
    </message>
    <message>
        <source>Page {page} of {name} could not be drawn: it takes too long, or ends the reader.</source>
        <translation>无法绘制 {name} 的第 {page} 页：耗时过长，或使读取进程退出。</translation>
    </message>
    <message>
        <source>Part {part:,} of {parts:,}: from p. {first} of {name}, {percent:.0f} %</source>
        <translation>第 {part:,} 部分，共 {parts:,} 部分：{name} 第 {first} 页起，{percent:.0f}%</translation>
    </message>
    <message>
        <source>Password of {name}: </source>
        <translation>{name} 的密码：</translation>
    </message>
    <message>
        <source>Pasted text {time}</source>
        <translation>粘贴的文本 {time}</translation>
    </message>
    <message>
        <source>Perhaps it was moved or renamed; choose it again.</source>
        <translation>它可能被移动或改名了，请重新选择。</translation>
    </message>
    <message>
        <source>Perhaps it was moved, or its disk is not connected.</source>
        <translation>它可能被移动了，或所在的磁盘没有连接。</translation>
    </message>
    <message>
        <source>Perhaps it was not saved or copied completely; try again.</source>
        <translation>它可能没有保存或复制完整，请重试。</translation>
    </message>
    <message>
        <source>Precision of the memory</source>
        <translation>KV 缓存的精度</translation>
    </message>
    <message>
        <source>Preparing {name} for the search by meaning: passage {done:,} of {total:,}</source>
        <translation>正在为语义搜索准备 {name}：第 {done:,} 段，共 {total:,} 段</translation>
    </message>
    <message>
        <source>Press a letter, a digit or Space with Ctrl, Alt or the system’s own key, or one of F1 to F24.</source>
        <translation>请按 Ctrl、Alt 或系统键加上字母、数字或空格，或者单按 F1 到 F24。</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Put a copy of it back, or move it away to begin with an empty one.</source>
        <translation>请用备份恢复它，或把它移走、从空白开始。</translation>
    </message>
    <message>
        <source>Put it back, or remove the model and download it again.</source>
        <translation>请把它放回原处，或移除模型后重新下载。</translation>
    </message>
    <message>
        <source>Quick question: which key</source>
        <translation>快速提问用哪个键</translation>
    </message>
    <message>
        <source>Read 1 scanned page by OCR</source>
        <translation>用 OCR 识别 1 页扫描件</translation>
    </message>
    <message>
        <source>Read its text instead, or open the file in another program.</source>
        <translation>请改看文字，或用其他程序打开该文件。</translation>
    </message>
    <message>
        <source>Read its text instead.</source>
        <translation>请改看文字。</translation>
    </message>
    <message>
        <source>Read {count} scanned pages by OCR</source>
        <translation>用 OCR 识别 {count} 页扫描件</translation>
    </message>
    <message>
        <source>Reading scanned pages needs text recognition (OCR), which is not installed.</source>
        <translation>读取扫描页需要文字识别（OCR），尚未安装。</translation>
    </message>
    <message>
        <source>Reading the whole file would take too long; the rest was left out.</source>
        <translation>读完整个文件耗时过长，其余部分未读取。</translation>
    </message>
    <message>
        <source>Reading: {done:,} of {total:,} tokens</source>
        <translation>正在阅读：{done:,} / {total:,} 词元</translation>
    </message>
    <message>
        <source>Readings and data</source>
        <translation>阅读存档与数据</translation>
    </message>
    <message>
        <source>Recognising the text of {name}: page {done:,} of {total:,}</source>
        <translation>正在识别 {name} 的文字：第 {done:,} 页，共 {total:,} 页</translation>
    </message>
    <message>
        <source>Remove it all the same with --yes.</source>
        <translation>仍要移除，请加上 --yes。</translation>
    </message>
    <message>
        <source>Remove it and download it again.</source>
        <translation>请移除后重新下载。</translation>
    </message>
    <message>
        <source>Remove it or give it another name, and try again.</source>
        <translation>请移除它或给它改名，然后重试。</translation>
    </message>
    <message>
        <source>Remove it or give it another name, then download again.</source>
        <translation>请移除它或给它改名，然后重新下载。</translation>
    </message>
    <message>
        <source>Rename it, and add it again.</source>
        <translation>请将它重命名后再添加。</translation>
    </message>
    <message>
        <source>Rename the file, or the folder it is in.</source>
        <translation>请重命名该文件或它所在的文件夹。</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Restoring what was read before: {done:,} of {total:,} tokens</source>
        <translation>正在恢复之前读过的内容：{done:,} / {total:,} 词元</translation>
    </message>
    <message>
        <source>Save it as PDF, or in one of the other formats that can be read.</source>
        <translation>请另存为 PDF，或其他可读的格式。</translation>
    </message>
    <message>
        <source>Save the file anew from the program it was made with, and try again.</source>
        <translation>请用制作它的程序重新保存，然后再试。</translation>
    </message>
    <message>
        <source>Say only what the documents say, and name the page of every statement. If they do not say it, say that they do not.</source>
        <translation>只说文档里写到的内容，每句话注明页码。文档没有写到的，就说没有写到。</translation>
    </message>
    <message>
        <source>Search it for what matches the question (--mode search), sweep all of it part by part (--mode sweep), or choose a model with a larger window (this one was trained for {trained:,} tokens).</source>
        <translation>可以搜索与问题相符的内容（--mode search），逐部分通读全文（--mode sweep），或选择窗口更大的模型（此模型训练时为 {trained:,} 词元）。</translation>
    </message>
    <message>
        <source>Search it for what matches the question (--mode search), sweep all of it part by part (--mode sweep), or close other programs: there is no memory for a window of {larger:,} tokens now.</source>
        <translation>可以搜索与问题相符的内容（--mode search），逐部分通读全文（--mode sweep），或关闭其他程序：目前内存不够开 {larger:,} 词元的窗口。</translation>
    </message>
    <message>
        <source>Search it for what matches the question (--mode search), sweep all of it part by part (--mode sweep), or open a larger window (--context {larger}; this model was trained for {trained:,}).</source>
        <translation>可以搜索与问题相符的内容（--mode search），逐部分通读全文（--mode sweep），或打开更大的窗口（--context {larger}；此模型训练时为 {trained:,}）。</translation>
    </message>
    <message>
        <source>See --help.</source>
        <translation>见 --help。</translation>
    </message>
    <message>
        <source>See that its disk is connected and healthy.</source>
        <translation>请确认所在磁盘已连接且工作正常。</translation>
    </message>
    <message>
        <source>See that no other YiDesk is open and that you may write to this folder.</source>
        <translation>请确认没有打开另一个 YiDesk，并且你有权写入该文件夹。</translation>
    </message>
    <message>
        <source>See that no other program has it open, then try again.</source>
        <translation>请确认没有其他程序打开它，然后重试。</translation>
    </message>
    <message>
        <source>See that the address is right, or choose another mirror.</source>
        <translation>请确认地址无误，或换一个镜像。</translation>
    </message>
    <message>
        <source>See that the disk has room and that you may write to this folder.</source>
        <translation>请确认磁盘有空间，并且你有权写入这个文件夹。</translation>
    </message>
    <message>
        <source>See that the disk is connected and that you may write there.</source>
        <translation>请确认磁盘已连接，并且你有写入权限。</translation>
    </message>
    <message>
        <source>See that the disk is there and that you may write to the data folder.</source>
        <translation>请确认磁盘可用，并且你有权写入数据文件夹。</translation>
    </message>
    <message>
        <source>See that the file is there and that you may read it.</source>
        <translation>请确认文件存在，并且你有权读取。</translation>
    </message>
    <message>
        <source>See that the file is there and whole, then ask again: it is loaded anew.</source>
        <translation>请确认文件仍在且完整，然后重新提问：模型会重新加载。</translation>
    </message>
    <message>
        <source>See that the name is right; for a private one, enter your token.</source>
        <translation>请确认名称无误；如果是私有仓库，请输入令牌。</translation>
    </message>
    <message>
        <source>See that the proxy in the settings is right.</source>
        <translation>请确认设置中的代理无误。</translation>
    </message>
    <message>
        <source>See that there is room on the disk and that you may write there.</source>
        <translation>请确认磁盘有剩余空间，并且有写入权限。</translation>
    </message>
    <message>
        <source>See that there is room where it goes to.</source>
        <translation>请确认输出的去处还有空间。</translation>
    </message>
    <message>
        <source>See that you are connected, or choose another mirror. What was fetched is kept.</source>
        <translation>请确认网络已连接，或换一个镜像。已下载的部分会保留。</translation>
    </message>
    <message>
        <source>See that you may read this file, or choose another.</source>
        <translation>请确认你有权读取该文件，或选择其他文件。</translation>
    </message>
    <message>
        <source>See that you may read this file, then start YiDesk again.</source>
        <translation>请确认有权读取此文件，然后重新启动 YiDesk。</translation>
    </message>
    <message>
        <source>See that you may write there, or choose another folder with --data-dir.</source>
        <translation>请确认你有权写入该文件夹，或用 --data-dir 另选一个。</translation>
    </message>
    <message>
        <source>See that your token is right and may read this repository.</source>
        <translation>请确认令牌无误，并且有权读取该仓库。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Short chats share the window of documents: there was not enough memory for one of their own.</source>
        <translation>简短的对话与文档共用一个窗口：内存不足，无法为它们单独保留窗口。</translation>
    </message>
    <message>
        <source>Something went wrong in YiDesk itself. What happened is in {folder}.</source>
        <translation>YiDesk 自身出了错，详情记录在 {folder}。</translation>
    </message>
    <message>
        <source>Split it, and add the parts you need.</source>
        <translation>请把它拆开，添加需要的部分。</translation>
    </message>
    <message>
        <source>Start a new chat, remove a document or choose a larger window.</source>
        <translation>请开始新对话、移除一份文档，或选择更大的窗口。</translation>
    </message>
    <message>
        <source>Stay in the tray</source>
        <translation>留在托盘</translation>
    </message>
    <message>
        <source>Stopped. What was fetched is kept.</source>
        <translation>已停止。已下载的部分会保留。</translation>
    </message>
    <message>
        <source>Stopped. What was written so far is kept.</source>
        <translation>已停止，写好的部分已保留。</translation>
    </message>
    <message>
        <source>Strong contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Suggest questions</source>
        <translation>建议问题</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Summing up the notes: {percent:.0f} %</source>
        <translation>正在汇总笔记：{percent:.0f}%</translation>
    </message>
    <message>
        <source>Switch it on in the settings, or leave out --offline.</source>
        <translation>请在设置中打开网络，或去掉 --offline。</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>The answer names no page here. This page says so.</source>
        <translation>回答在此处没有注明页码；这一页支持这一说法。</translation>
    </message>
    <message>
        <source>The answer says that this is not told; this page has the same words.</source>
        <translation>回答说文档没有提到，但这一页有相同的词语。</translation>
    </message>
    <message>
        <source>The answer so far is not what the grammar allows.</source>
        <translation>已有的回答不符合这个语法。</translation>
    </message>
    <message>
        <source>The catalogue has no model {name}.</source>
        <translation>目录中没有模型 {name}。</translation>
    </message>
    <message>
        <source>The chats in {path} were written by a newer YiDesk (format {found}, not {known}).</source>
        <translation>{path} 中的对话由更新版本的 YiDesk 写成（格式 {found}，本版本为 {known}）。</translation>
    </message>
    <message>
        <source>The conversation has {need} tokens, the window holds {window}.</source>
        <translation>对话有 {need} 词元，窗口只能容纳 {window} 词元。</translation>
    </message>
    <message>
        <source>The demonstration model is very small: it shows how answers are checked, not how good they are.</source>
        <translation>演示模型非常小：它用来展示回答如何核对，而不是回答有多好。</translation>
    </message>
    <message>
        <source>The desktop has taken back the key for a quick question.</source>
        <translation>桌面收回了快速提问的按键。</translation>
    </message>
    <message>
        <source>The disk is full: your chats, {path}, cannot be written.</source>
        <translation>磁盘已满，无法写入存放对话的文件 {path}。</translation>
    </message>
    <message>
        <source>The disk of {folder} does not take files as large as {name}.</source>
        <translation>{folder} 所在的磁盘放不下 {name} 这么大的文件。</translation>
    </message>
    <message>
        <source>The disk of {folder} is full; {name} has been paused.</source>
        <translation>{folder} 所在的磁盘已满，{name} 已暂停。</translation>
    </message>
    <message>
        <source>The document was removed from the library while it was made ready to be searched.</source>
        <translation>正在为搜索做准备时，该文档已从文档库中移除。</translation>
    </message>
    <message>
        <source>The documents are in another language; the names, numbers and words of this sentence point to no single page.</source>
        <translation>文档是另一种语言；这句话的名称、数字和词语没有集中指向某一页。</translation>
    </message>
    <message>
        <source>The draft model has another vocabulary than the model: only one of them takes token {token}, “{text}”, for a control token.</source>
        <translation>草稿模型的词表与模型不同：词元 {token}（“{text}”）只在其中一个模型里是控制词元。</translation>
    </message>
    <message>
        <source>The draft model has another vocabulary than the model: token {token} is “{theirs}” to it, not “{ours}”.</source>
        <translation>草稿模型的词表与模型不同：词元 {token} 在草稿模型中是“{theirs}”，而不是“{ours}”。</translation>
    </message>
    <message>
        <source>The draft model has another vocabulary than the model: {theirs:,} tokens, not {ours:,}.</source>
        <translation>草稿模型的词表与模型不同：词元数是 {theirs:,}，而不是 {ours:,}。</translation>
    </message>
    <message>
        <source>The draft model has failed; answers come without it.</source>
        <translation>草稿模型出错，之后的回答不再使用它。</translation>
    </message>
    <message>
        <source>The draft model is given up: there was not enough memory for the window beside it.</source>
        <translation>已停用草稿模型：内存不足以同时容纳它和窗口。</translation>
    </message>
    <message>
        <source>The draft model {name} cannot be loaded: {reason}.</source>
        <translation>无法加载草稿模型 {name}：{reason}。</translation>
    </message>
    <message>
        <source>The draft model {name} takes {need:g} GB that the model itself needs.</source>
        <translation>草稿模型 {name} 需要 {need:g} GB，而模型本身要用到这些内存。</translation>
    </message>
    <message>
        <source>The embedding model {name} cannot be used: {reason}.</source>
        <translation>嵌入模型 {name} 无法使用：{reason}。</translation>
    </message>
    <message>
        <source>The embedding model {name} computes nonsense (its numbers are not finite).</source>
        <translation>嵌入模型 {name} 的计算结果无效（出现非有限数值）。</translation>
    </message>
    <message>
        <source>The engine could not compute: {reason}.</source>
        <translation>引擎无法计算：{reason}。</translation>
    </message>
    <message>
        <source>The engine died while it loaded {name} ({cause}).</source>
        <translation>引擎在加载 {name} 时崩溃（{cause}）。</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly ({cause}).</source>
        <translation>引擎意外结束（{cause}）。</translation>
    </message>
    <message>
        <source>The engine gave no answer.</source>
        <translation>引擎没有给出回答。</translation>
    </message>
    <message>
        <source>The engine made a mistake ({kind}).</source>
        <translation>引擎出了错（{kind}）。</translation>
    </message>
    <message>
        <source>The engine was closed.</source>
        <translation>引擎已关闭。</translation>
    </message>
    <message>
        <source>The file has tracked changes; deleted text was left out, inserted text is in.</source>
        <translation>文件含有修订记录；已删除的文字未读取，插入的文字已读取。</translation>
    </message>
    <message>
        <source>The file holds more text than can be read; the rest was left out.</source>
        <translation>文件中的文字超过可读取的上限，其余部分未读取。</translation>
    </message>
    <message>
        <source>The file holds pictures and no text. Saved as PDF, they can be read by OCR.</source>
        <translation>文件中只有图片，没有文字。另存为 PDF 后可用 OCR 识别。</translation>
    </message>
    <message>
        <source>The file is damaged; what could still be read of it is here.</source>
        <translation>文件已损坏；这里是仍能读出的内容。</translation>
    </message>
    <message>
        <source>The file is probably damaged; save it anew from a program that still opens it.</source>
        <translation>文件可能已损坏；请用仍能打开它的程序另存一份。</translation>
    </message>
    <message>
        <source>The file may be damaged or too large; download it again or choose another.</source>
        <translation>文件可能已损坏或过大；请重新下载或选择其他文件。</translation>
    </message>
    <message>
        <source>The file may be damaged; verify it or download it again.</source>
        <translation>文件可能已损坏；请校验或重新下载。</translation>
    </message>
    <message>
        <source>The file with your chats, {path}, cannot be moved away ({cause}).</source>
        <translation>无法移走存放对话的文件 {path}（{cause}）。</translation>
    </message>
    <message>
        <source>The file with your chats, {path}, cannot be used ({cause}).</source>
        <translation>无法使用存放对话的文件 {path}（{cause}）。</translation>
    </message>
    <message>
        <source>The file with your chats, {path}, is damaged.</source>
        <translation>存放对话的文件 {path} 已损坏。</translation>
    </message>
    <message>
        <source>The folder {name} is not there.</source>
        <translation>文件夹 {name} 不存在。</translation>
    </message>
    <message>
        <source>The grammar cannot be used: llama.cpp does not understand it.</source>
        <translation>无法使用这个语法：llama.cpp 不能理解它。</translation>
    </message>
    <message>
        <source>The grammar leaves the model nothing to say.</source>
        <translation>按这个语法，模型已无话可说。</translation>
    </message>
    <message>
        <source>The hub has none with GGUF files and this name.</source>
        <translation>模型站上没有这个名称且带 GGUF 文件的仓库。</translation>
    </message>
    <message>
        <source>The keyboard in use has no key {key}.</source>
        <translation>现在的键盘上没有 {key} 这个键。</translation>
    </message>
    <message>
        <source>The language of the window.</source>
        <translation>窗口的显示语言。</translation>
    </message>
    <message>
        <source>The library is empty.</source>
        <translation>文档库是空的。</translation>
    </message>
    <message>
        <source>The look at this computer's devices ended unexpectedly ({cause}).</source>
        <translation>检查本机的设备时意外中断（{cause}）。</translation>
    </message>
    <message>
        <source>The model computes nonsense (its numbers are not finite).</source>
        <translation>模型的计算结果无效（出现非有限数值）。</translation>
    </message>
    <message>
        <source>The model file {name} cannot be loaded: {reason}.</source>
        <translation>无法加载模型文件 {name}：{reason}。</translation>
    </message>
    <message>
        <source>The model is not loaded any more.</source>
        <translation>模型已不在内存中。</translation>
    </message>
    <message>
        <source>The model that answers. It is chosen on the Models screen.</source>
        <translation>用来回答的模型，在“模型”页面选择。</translation>
    </message>
    <message>
        <source>The model with a window of {window:,} tokens takes {need:g} GB; {free:g} GB are free, of which {margin:g} GB are kept free.</source>
        <translation>模型加上 {window:,} 词元的窗口需要 {need:g} GB；空闲 {free:g} GB，其中 {margin:g} GB 需保留。</translation>
    </message>
    <message>
        <source>The name of the folder {name} is no text.</source>
        <translation>文件夹 {name} 的名称不是有效文本。</translation>
    </message>
    <message>
        <source>The name of {name} is not valid UTF-8.</source>
        <translation>{name} 的名称不是有效的 UTF-8。</translation>
    </message>
    <message>
        <source>The network is switched off.</source>
        <translation>网络已关闭。</translation>
    </message>
    <message>
        <source>The one used last</source>
        <translation>上次使用的模型</translation>
    </message>
    <message>
        <source>The output could not be written ({cause}).</source>
        <translation>无法写出结果（{cause}）。</translation>
    </message>
    <message>
        <source>The page has another number: {detail}.</source>
        <translation>该页的数字不同：{detail}。</translation>
    </message>
    <message>
        <source>The page is a scan without text; there is nothing to compare with.</source>
        <translation>该页是没有文字的扫描件，无法核对。</translation>
    </message>
    <message>
        <source>The page is damaged or not there; its text, if there is any, can be read.</source>
        <translation>该页已损坏或不存在；如果有文字，仍可阅读文字。</translation>
    </message>
    <message>
        <source>The page is in another language: its numbers, names and known terms agree, its words were not compared.</source>
        <translation>该页用的是另一种语言：数字、名称和已知术语都一致，其余词句没有核对。</translation>
    </message>
    <message>
        <source>The page is in another language; whether it says this cannot be told from words alone.</source>
        <translation>该页用的是另一种语言，仅凭词句无法判断它是否这样说。</translation>
    </message>
    <message>
        <source>The page says the opposite: {detail}.</source>
        <translation>该页说法相反：{detail}。</translation>
    </message>
    <message>
        <source>The parts of the vocabulary of {name} do not fit each other.</source>
        <translation>{name} 词表的各部分互相不符。</translation>
    </message>
    <message>
        <source>The password does not open {name}.</source>
        <translation>密码不对，无法打开 {name}。</translation>
    </message>
    <message>
        <source>The probe gave another answer than was asked for.</source>
        <translation>探测进程的答复与请求不符。</translation>
    </message>
    <message>
        <source>The probe made a mistake ({kind}).</source>
        <translation>探测进程出了错（{kind}）。</translation>
    </message>
    <message>
        <source>The proxy does not let us through to {host} ({cause}).</source>
        <translation>代理不允许连接 {host}（{cause}）。</translation>
    </message>
    <message>
        <source>The proxy {proxy} cannot be used ({cause}).</source>
        <translation>无法使用代理 {proxy}（{cause}）。</translation>
    </message>
    <message>
        <source>The question has {tokens:,} tokens; a sweep in this window takes one of {most:,} at most.</source>
        <translation>问题有 {tokens:,} 词元；在这个窗口中通读时，问题最多 {most:,} 词元。</translation>
    </message>
    <message>
        <source>The question is about all of it: sweep it part by part (--mode sweep), search it for what matches (--mode search), or choose a model with a larger window (this one was trained for {trained:,} tokens).</source>
        <translation>这个问题涉及全文：可以逐部分通读（--mode sweep），搜索相符的内容（--mode search），或选择窗口更大的模型（此模型训练时为 {trained:,} 词元）。</translation>
    </message>
    <message>
        <source>The question is about all of it: sweep it part by part (--mode sweep), search it for what matches (--mode search), or close other programs: there is no memory for a window of {larger:,} tokens now.</source>
        <translation>这个问题涉及全文：可以逐部分通读（--mode sweep），搜索相符的内容（--mode search），或关闭其他程序：目前内存不够开 {larger:,} 词元的窗口。</translation>
    </message>
    <message>
        <source>The question is about all of it: sweep it part by part (--mode sweep), search it for what matches (--mode search), or open a larger window (--context {larger}; this model was trained for {trained:,}).</source>
        <translation>这个问题涉及全文：可以逐部分通读（--mode sweep），搜索相符的内容（--mode search），或打开更大的窗口（--context {larger}；此模型训练时为 {trained:,}）。</translation>
    </message>
    <message>
        <source>The quotation is on the page. What is said around it could not be confirmed.</source>
        <translation>引文确在该页；引文前后的说法未能核实。</translation>
    </message>
    <message>
        <source>The reader did not come to an end while it opened {name}, and was stopped.</source>
        <translation>打开 {name} 时迟迟没有结果，已停止。</translation>
    </message>
    <message>
        <source>The reader ended while it opened {name} ({cause}).</source>
        <translation>打开 {name} 时读取进程退出了（{cause}）。</translation>
    </message>
    <message>
        <source>The reader failed on too many pages of this file; the rest was left out.</source>
        <translation>读取进程在这个文件的太多页上出错，其余部分未读取。</translation>
    </message>
    <message>
        <source>The same command goes on from there.</source>
        <translation>再次运行同一命令会从那里继续。</translation>
    </message>
    <message>
        <source>The same seed draws the same answer to the same question again.</source>
        <translation>种子相同，同一个问题会得到同样的回答。</translation>
    </message>
    <message>
        <source>The saved readings could not be changed ({reason}).</source>
        <translation>无法更改阅读存档（{reason}）。</translation>
    </message>
    <message>
        <source>The settings cannot be written ({cause}).</source>
        <translation>无法写入设置（{cause}）。</translation>
    </message>
    <message>
        <source>The settings could not be read, so the defaults are used.</source>
        <translation>设置文件无法读取，已改用默认设置。</translation>
    </message>
    <message>
        <source>The shelf is empty: `yidesk models get` downloads a model.</source>
        <translation>还没有任何模型：可用 `yidesk models get` 下载。</translation>
    </message>
    <message>
        <source>The system ended the engine while it loaded {name}: there was too little memory.</source>
        <translation>系统在引擎加载 {name} 时将其结束：内存不足。</translation>
    </message>
    <message>
        <source>The system's keyring cannot be used ({cause}).</source>
        <translation>无法使用系统的密钥环（{cause}）。</translation>
    </message>
    <message>
        <source>The text cannot be kept ({cause}).</source>
        <translation>无法保存这段文本（{cause}）。</translation>
    </message>
    <message>
        <source>The token is in the keyring. It is sent to the official hub only.</source>
        <translation>令牌已存入密钥环，只会发送给官方模型站。</translation>
    </message>
    <message>
        <source>The vocabulary of {name} cannot be read.</source>
        <translation>无法读取 {name} 的词表。</translation>
    </message>
    <message>
        <source>The vocabulary of {name} has a token twice.</source>
        <translation>{name} 的词表中有重复的词元。</translation>
    </message>
    <message>
        <source>The vocabulary of {name} lacks byte tokens, so some texts cannot be read.</source>
        <translation>{name} 的词表缺少字节词元，有些文字无法读取。</translation>
    </message>
    <message>
        <source>The window cannot be opened: Qt could not be loaded ({cause}).</source>
        <translation>无法打开窗口：Qt 加载失败（{cause}）。</translation>
    </message>
    <message>
        <source>The window has {window:,} instead of {before:,} tokens: there was not enough memory.</source>
        <translation>窗口为 {window:,} 词元，而不是 {before:,} 词元：内存不够。</translation>
    </message>
    <message>
        <source>The {count:,} documents have {tokens:,} tokens together, the window holds {window:,}: with the question and room for an answer they take {need:,}. Nothing was cut.</source>
        <translation>这 {count:,} 份文档共 {tokens:,} 词元，窗口能容纳 {window:,} 词元；加上问题和回答的空间，需要 {need:,} 词元。没有截去任何内容。</translation>
    </message>
    <message>
        <source>The {role} could not be started ({cause}).</source>
        <translation>无法启动{role}（{cause}）。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>There are: {known}.</source>
        <translation>现有：{known}。</translation>
    </message>
    <message>
        <source>There is a preset {name} already.</source>
        <translation>已经有名为“{name}”的预设。</translation>
    </message>
    <message>
        <source>There is another file {name} on the shelf.</source>
        <translation>已有另一个名为 {name} 的模型文件。</translation>
    </message>
    <message>
        <source>There is no display to open a window on.</source>
        <translation>没有可以打开窗口的显示器。</translation>
    </message>
    <message>
        <source>There is no display, so the sample question is asked here.</source>
        <translation>没有显示器，因此在这里提出示例问题。</translation>
    </message>
    <message>
        <source>There is no document called {name} in the library.</source>
        <translation>文档库中没有名为 {name} 的文档。</translation>
    </message>
    <message>
        <source>There is no model here yet. `yidesk models available` lists what fits.</source>
        <translation>这里还没有模型。`yidesk models available` 会列出适合本机的模型。</translation>
    </message>
    <message>
        <source>There is no model on this computer yet.</source>
        <translation>本机上还没有模型。</translation>
    </message>
    <message>
        <source>There is no model {name}.</source>
        <translation>没有名为 {name} 的模型。</translation>
    </message>
    <message>
        <source>There is no preset {name}.</source>
        <translation>没有名为“{name}”的预设。</translation>
    </message>
    <message>
        <source>There is no question.</source>
        <translation>没有输入问题。</translation>
    </message>
    <message>
        <source>There is no room in memory beside what it holds.</source>
        <translation>模型的窗口已被现有内容占满。</translation>
    </message>
    <message>
        <source>There is no such bias as {value} for token {token}.</source>
        <translation>不能给词元 {token} 设置偏置 {value}。</translation>
    </message>
    <message>
        <source>There is no such page.</source>
        <translation>没有这一页。</translation>
    </message>
    <message>
        <source>There is no token in the keyring any more.</source>
        <translation>密钥环中已没有令牌。</translation>
    </message>
    <message>
        <source>There is not enough memory any more to let the window grow to {window:,} tokens.</source>
        <translation>内存已不足以把上下文窗口扩大到 {window:,} 词元。</translation>
    </message>
    <message>
        <source>There is not enough memory for a window of {window} tokens: {reason}.</source>
        <translation>内存不足以打开 {window} 词元的窗口：{reason}。</translation>
    </message>
    <message>
        <source>These words are nowhere in the documents.</source>
        <translation>文档中没有这些词句。</translation>
    </message>
    <message>
        <source>These words are part of a sentence that may say otherwise.</source>
        <translation>这些词句所在的整句话，意思可能并非如此。</translation>
    </message>
    <message>
        <source>These words are torn out of a sentence that says otherwise.</source>
        <translation>断章取义：这些词句所在的整句话，意思与此相反。</translation>
    </message>
    <message>
        <source>This answer failed.</source>
        <translation>这次回答没有成功。</translation>
    </message>
    <message>
        <source>This answer has ended by itself.</source>
        <translation>这个回答已经写完了。</translation>
    </message>
    <message>
        <source>This answer is not there any more.</source>
        <translation>这个回答已经不在了。</translation>
    </message>
    <message>
        <source>This chat is being answered.</source>
        <translation>这个对话正在回答中。</translation>
    </message>
    <message>
        <source>This chat is not there any more.</source>
        <translation>这个对话已经不在了。</translation>
    </message>
    <message>
        <source>This conversation leaves no room for documents in the window of {window:,} tokens.</source>
        <translation>在 {window:,} 词元的窗口中，这段对话没有给文档留下空间。</translation>
    </message>
    <message>
        <source>This conversation needs {need:,} tokens with room for an answer; the window holds {window:,}.</source>
        <translation>这段对话连同回答需要 {need:,} 词元，窗口只能容纳 {window:,} 词元。</translation>
    </message>
    <message>
        <source>This document is not in the library any more.</source>
        <translation>该文档已不在文档库中。</translation>
    </message>
    <message>
        <source>This folder is not there any more.</source>
        <translation>这个文件夹已不在文档库中。</translation>
    </message>
    <message>
        <source>This is not a token.</source>
        <translation>这不是令牌。</translation>
    </message>
    <message>
        <source>This model takes {need:g} GB of memory even with the smallest window; {free:g} GB are free, of which {margin:g} GB are kept free.</source>
        <translation>即使用最小的窗口，该模型也需要 {need:g} GB 内存；空闲 {free:g} GB，其中 {margin:g} GB 需保留。</translation>
    </message>
    <message>
        <source>This model's chat template cannot be used: {reason}.</source>
        <translation>该模型的对话模板无法使用：{reason}。</translation>
    </message>
    <message>
        <source>This page speaks of it, but it may not say this.</source>
        <translation>这一页谈到此事，但未必是这个意思。</translation>
    </message>
    <message>
        <source>This question is not there any more.</source>
        <translation>这个问题已经不在了。</translation>
    </message>
    <message>
        <source>This system gives YiDesk no key for a quick question.</source>
        <translation>此系统无法为 YiDesk 的快速提问分配按键。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Titles by the model</source>
        <translation>由模型起标题</translation>
    </message>
    <message>
        <source>Tokens are numbered from 0 to {last}; a bias is a finite number.</source>
        <translation>词元编号从 0 到 {last}；偏置须为有限的数。</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k（候选数）</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p（采样范围）</translation>
    </message>
    <message>
        <source>Translate what I write: Chinese into English, everything else into Chinese. Keep names, numbers and layout. Answer with the translation alone.</source>
        <translation>翻译我写的内容：中文译成英文，其他语言译成中文。保留名称、数字和排版。只回答译文。</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Try again in a while, or enter your token: it allows more.</source>
        <translation>请过一会儿再试，或输入令牌以获得更多额度。</translation>
    </message>
    <message>
        <source>Try again later, or choose another mirror. What was fetched is kept.</source>
        <translation>请稍后再试，或换一个镜像。已下载的部分会保留。</translation>
    </message>
    <message>
        <source>Try again when less is running.</source>
        <translation>请在本机空闲些时重试。</translation>
    </message>
    <message>
        <source>Trying {address} ({n} of {total})</source>
        <translation>正在测试 {address}（第 {n} 个，共 {total} 个）</translation>
    </message>
    <message>
        <source>Turn the key off and on again in the settings.</source>
        <translation>请在设置里把这个按键关掉再打开。</translation>
    </message>
    <message>
        <source>Type it again; capitals count.</source>
        <translation>请重新输入，注意大小写。</translation>
    </message>
    <message>
        <source>Type one.</source>
        <translation>请输入一个问题。</translation>
    </message>
    <message>
        <source>Under Wayland only the desktop can give a program a key, and this one gives none.</source>
        <translation>在 Wayland 下只有桌面能把按键交给程序，而这个桌面不提供。</translation>
    </message>
    <message>
        <source>Unlock it, or set HF_TOKEN in the environment of this start.</source>
        <translation>请解锁密钥环，或在启动时设置环境变量 HF_TOKEN。</translation>
    </message>
    <message>
        <source>Update YiDesk to open it.</source>
        <translation>请更新 YiDesk 后再打开。</translation>
    </message>
    <message>
        <source>Update YiDesk, or choose another folder with --data-dir.</source>
        <translation>请更新 YiDesk，或用 --data-dir 指定其他文件夹。</translation>
    </message>
    <message>
        <source>Use it where it is, or copy it.</source>
        <translation>请在原处使用它，或复制一份。</translation>
    </message>
    <message>
        <source>Use the window that is open, or give this one a --data-dir of its own.</source>
        <translation>请使用已打开的窗口，或用 --data-dir 为新窗口指定另一个文件夹。</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Verified: the page says so.</source>
        <translation>已核实：该页确有此说。</translation>
    </message>
    <message>
        <source>Wait for it, or stop it in the other window.</source>
        <translation>请等它完成，或在另一个窗口中停止它。</translation>
    </message>
    <message>
        <source>Wait for the answer, or stop it.</source>
        <translation>请等待回答完成，或先停止它。</translation>
    </message>
    <message>
        <source>Waiting for {n} other downloads</source>
        <translation>正在等待另外 {n} 个下载</translation>
    </message>
    <message>
        <source>What is read of {name} goes when room is needed.</source>
        <translation>空间不足时，{name} 的阅读存档可被清除。</translation>
    </message>
    <message>
        <source>What is read of {name} stays on disk.</source>
        <translation>{name} 的阅读存档将一直保留在磁盘上。</translation>
    </message>
    <message>
        <source>What the model has read is kept, so that a document is not read again after a restart. A reading can be turned back into the text of its document.</source>
        <translation>保留模型读过的内容，重启后不必重读文档。阅读存档可以还原出文档的文字。</translation>
    </message>
    <message>
        <source>What the model reads cannot be saved: {reason}.</source>
        <translation>无法保存模型的阅读结果：{reason}。</translation>
    </message>
    <message>
        <source>What was there is kept as {name}.</source>
        <translation>原文件已保留为 {name}。</translation>
    </message>
    <message>
        <source>When documents were read and nothing was asked yet, the model thinks of up to three questions about them.</source>
        <translation>文档读完而尚未提问时，模型会想出最多三个与之相关的问题。</translation>
    </message>
    <message>
        <source>When it is full, the readings that were not used for longest go first.</source>
        <translation>空间用满后，最久未用的阅读存档先被删除。</translation>
    </message>
    <message>
        <source>Where an answer is cut off. It can be continued then.</source>
        <translation>回答在此长度处截断，之后可以继续。</translation>
    </message>
    <message>
        <source>Where models are downloaded from, for example https://hf-mirror.com. Empty: the model hub itself.</source>
        <translation>从哪里下载模型，例如 https://hf-mirror.com。留空则直接使用官方模型站。</translation>
    </message>
    <message>
        <source>Where models are put, as plain files. Those in the old one stay there.</source>
        <translation>模型以普通文件存放的位置。旧文件夹中的模型留在原处。</translation>
    </message>
    <message>
        <source>Which model answers in this chat. Another one takes a while to load.</source>
        <translation>由哪个模型回答本对话。换模型需要一些时间加载。</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>上下文窗口</translation>
    </message>
    <message>
        <source>Without a display, use `yidesk ask`.</source>
        <translation>没有显示器时，请使用 `yidesk ask`。</translation>
    </message>
    <message>
        <source>Words that are less likely than this share of the likeliest are left out.</source>
        <translation>可能性低于最可能的词这一比例的词，不予考虑。</translation>
    </message>
    <message>
        <source>Write it as OWNER/NAME.</source>
        <translation>请写成“所有者/名称”的形式。</translation>
    </message>
    <message>
        <source>Write it as http://HOST:PORT or socks5://HOST:PORT.</source>
        <translation>请写成 http://主机:端口 或 socks5://主机:端口 的形式。</translation>
    </message>
    <message>
        <source>Write it as https://HOST.</source>
        <translation>请写成 https://主机 的形式。</translation>
    </message>
    <message>
        <source>YiDesk cannot write to its folder {path} ({cause}).</source>
        <translation>YiDesk 无法写入自己的文件夹 {path}（{cause}）。</translation>
    </message>
    <message>
        <source>YiDesk is open already, but does not answer.</source>
        <translation>YiDesk 已经打开，但没有响应。</translation>
    </message>
    <message>
        <source>YiDesk was given no key for a quick question when the desktop asked for one.</source>
        <translation>桌面询问时，没有给 YiDesk 快速提问的按键。</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>You are not allowed to read {name}.</source>
        <translation>你没有权限读取 {name}。</translation>
    </message>
    <message>
        <source>`yidesk docs list` shows what there is.</source>
        <translation>`yidesk docs list` 会列出现有文档。</translation>
    </message>
    <message>
        <source>`yidesk doctor` says what is missing; `yidesk ask` needs no window.</source>
        <translation>`yidesk doctor` 会说明缺少什么；`yidesk ask` 不需要窗口。</translation>
    </message>
    <message>
        <source>`yidesk models available` lists it; ORG/REPO names one on the hub.</source>
        <translation>`yidesk models available` 会列出目录；ORG/REPO 表示模型站上的仓库。</translation>
    </message>
    <message>
        <source>`yidesk models get ORG/REPO:QUANT` downloads a file of one.</source>
        <translation>`yidesk models get ORG/REPO:QUANT` 可下载其中一个文件。</translation>
    </message>
    <message>
        <source>`yidesk readings list` shows what is saved.</source>
        <translation>用 `yidesk readings list` 可以查看已有的存档。</translation>
    </message>
    <message>
        <source>a GGUF file, or the name of one here</source>
        <translation>GGUF 文件，或本机上模型的名称</translation>
    </message>
    <message>
        <source>a document, or a folder of them; may be repeated</source>
        <translation>文档，或装有文档的文件夹；可多次使用</translation>
    </message>
    <message>
        <source>a mirror of the hub; else the settings', or HF_ENDPOINT</source>
        <translation>模型站的镜像；不写则依 HF_ENDPOINT 或设置</translation>
    </message>
    <message>
        <source>a number that gives the same answer again</source>
        <translation>随机种子，相同则回答相同</translation>
    </message>
    <message>
        <source>a quotation</source>
        <translation>一处引文</translation>
    </message>
    <message>
        <source>a small model of the same family guesses ahead</source>
        <translation>同一系列的小模型，用来先行猜测；none 表示不用</translation>
    </message>
    <message>
        <source>ambiguous option: %(option)s could match %(matches)s</source>
        <translation>选项 %(option)s 不明确，可能是：%(matches)s</translation>
    </message>
    <message>
        <source>an embedding model: --mode search finds by meaning too</source>
        <translation>嵌入模型，使 --mode search 也按语义搜索</translation>
    </message>
    <message>
        <source>an invalid batch</source>
        <translation>批次无效</translation>
    </message>
    <message>
        <source>answer a question on standard output</source>
        <translation>回答一个问题，写到标准输出</translation>
    </message>
    <message>
        <source>argument %(argument_name)s: %(message)s</source>
        <translation>参数 %(argument_name)s：%(message)s</translation>
    </message>
    <message>
        <source>can be loaded</source>
        <translation>可以加载</translation>
    </message>
    <message>
        <source>commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>copy it</source>
        <translation>复制文件</translation>
    </message>
    <message>
        <source>could not be read: p. {pages}</source>
        <translation>无法读取：第 {pages} 页</translation>
    </message>
    <message>
        <source>delete one; one that is used where it lies is only forgotten</source>
        <translation>删除一个模型；在原位置使用的只从列表移除</translation>
    </message>
    <message>
        <source>do not keep what was read on disk</source>
        <translation>不把阅读存档保存到磁盘</translation>
    </message>
    <message>
        <source>documents, models, sizes</source>
        <translation>列出各存档的文档、模型和大小</translation>
    </message>
    <message>
        <source>documents, or folders of them</source>
        <translation>文档，或装有文档的文件夹</translation>
    </message>
    <message>
        <source>download one; goes on where an earlier download stopped</source>
        <translation>下载一个模型；从上次停下的地方继续</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>even if chats use it</source>
        <translation>即使有对话在使用它</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>通用选项</translation>
    </message>
    <message>
        <source>expected %s argument</source>
        <translation>需要 %s 个值</translation>
    </message>
    <message>
        <source>expected %s arguments</source>
        <translation>需要 %s 个值</translation>
    </message>
    <message>
        <source>expected at least one argument</source>
        <translation>至少需要一个值</translation>
    </message>
    <message>
        <source>expected at most one argument</source>
        <translation>最多只能有一个值</translation>
    </message>
    <message>
        <source>expected one argument</source>
        <translation>需要一个值</translation>
    </message>
    <message>
        <source>fetch again what is damaged of a download</source>
        <translation>重新下载已损坏的部分</translation>
    </message>
    <message>
        <source>found by words alone, not ready yet for the search by meaning</source>
        <translation>仅按词搜索，语义搜索尚未准备好</translation>
    </message>
    <message>
        <source>found by words alone, the embedding model could not be used</source>
        <translation>仅按词搜索，嵌入模型无法使用</translation>
    </message>
    <message>
        <source>found by words and by meaning</source>
        <translation>按词并按语义搜索</translation>
    </message>
    <message>
        <source>how documents are read: whole, searched, or part by part</source>
        <translation>文档的读法：自动、全文、搜索或通读</translation>
    </message>
    <message>
        <source>how fast the hub and its mirrors are from here</source>
        <translation>从本机连接模型站及各镜像的速度</translation>
    </message>
    <message>
        <source>how freely words are chosen; 0: always the likeliest</source>
        <translation>选词的自由程度；0 表示总选最可能的词</translation>
    </message>
    <message>
        <source>how long; default: 30</source>
        <translation>多少天未使用；默认 30</translation>
    </message>
    <message>
        <source>how one would be loaded here</source>
        <translation>一个模型在本机会怎样加载</translation>
    </message>
    <message>
        <source>ignored explicit argument %r</source>
        <translation>不接受值 %r</translation>
    </message>
    <message>
        <source>instructions, sampling and model that were kept so</source>
        <translation>预设：存好的要求、采样和模型</translation>
    </message>
    <message>
        <source>invalid %(type)s value: %(value)r</source>
        <translation>不是有效的%(type)s：%(value)r</translation>
    </message>
    <message>
        <source>invalid choice: %(value)r (choose from %(choices)s)</source>
        <translation>无效的选项：%(value)r（可选：%(choices)s）</translation>
    </message>
    <message>
        <source>its name or fingerprint</source>
        <translation>文档的名称或指纹</translation>
    </message>
    <message>
        <source>its name, as `yidesk models list` gives it</source>
        <translation>模型的名称，见 `yidesk models list`</translation>
    </message>
    <message>
        <source>its number in the catalogue, or its repository on the hub</source>
        <translation>目录中的编号，或模型站上的仓库</translation>
    </message>
    <message>
        <source>keep an access token for gated models, read from standard input</source>
        <translation>保存受限模型的访问令牌（从标准输入读取）</translation>
    </message>
    <message>
        <source>keep what is read of a document, whatever room is needed</source>
        <translation>空间不足时也保留一份文档的阅读存档</translation>
    </message>
    <message>
        <source>language of the program</source>
        <translation>程序的语言</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>layers on the GPU</source>
        <translation>放在 GPU 上的层数</translation>
    </message>
    <message>
        <source>left out, more than can be read: p. {pages}</source>
        <translation>超过可读取的上限，未读取：第 {pages} 页</translation>
    </message>
    <message>
        <source>let it go again when it was not used for longest</source>
        <translation>取消保留，最久未用时可被清除</translation>
    </message>
    <message>
        <source>let the model read documents now</source>
        <translation>现在就让模型阅读文档</translation>
    </message>
    <message>
        <source>link it, on one disk</source>
        <translation>建立链接（限同一磁盘）</translation>
    </message>
    <message>
        <source>llama.cpp does not take {name}: {reason}.</source>
        <translation>llama.cpp 不接受 {name}：{reason}。</translation>
    </message>
    <message>
        <source>look on the hub instead, for names with TEXT</source>
        <translation>改在模型站上查找名称含 TEXT 的模型</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>未说明原因</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none on this computer</source>
        <translation>本机上没有</translation>
    </message>
    <message>
        <source>not allowed with argument %s</source>
        <translation>不能与参数 %s 同时使用</translation>
    </message>
    <message>
        <source>not enough main memory</source>
        <translation>内存不够</translation>
    </message>
    <message>
        <source>not found in that language: {words}</source>
        <translation>该语言中没有找到：{words}</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>number of layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>of all documents, pinned ones too</source>
        <translation>所有文档的存档，包括设为保留的</translation>
    </message>
    <message>
        <source>of protected documents; asked for otherwise</source>
        <translation>受保护文档的密码；不写则会询问</translation>
    </message>
    <message>
        <source>one JSON object and nothing else</source>
        <translation>只输出一个 JSON 对象</translation>
    </message>
    <message>
        <source>one of the arguments %s is required</source>
        <translation>参数 %s 中必须有一个</translation>
    </message>
    <message>
        <source>one of the catalogue, of the hub, or a file here</source>
        <translation>目录或模型站上的模型，或本机上的文件</translation>
    </message>
    <message>
        <source>options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>p. {page}</source>
        <translation>第 {page} 页</translation>
    </message>
    <message>
        <source>pages without readable text: {pages}</source>
        <translation>没有可读文字的页：{pages}</translation>
    </message>
    <message>
        <source>pages, characters, tokens, warnings</source>
        <translation>查看页数、字符数、词元数和警告</translation>
    </message>
    <message>
        <source>pictures without text (scans): p. {pages}</source>
        <translation>没有文字的图像页（扫描件）：第 {pages} 页</translation>
    </message>
    <message>
        <source>positional arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>precision of the KV cache</source>
        <translation>KV 缓存的精度</translation>
    </message>
    <message>
        <source>probe</source>
        <translation>探测进程</translation>
    </message>
    <message>
        <source>read a file whole, and compare it with what came</source>
        <translation>读取整个文件，与下载时比对</translation>
    </message>
    <message>
        <source>read by text recognition (OCR): p. {pages}</source>
        <translation>由文字识别（OCR）读出：第 {pages} 页</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>读取进程</translation>
    </message>
    <message>
        <source>recognise the text of scanned pages (yidesk[ocr])</source>
        <translation>识别扫描页的文字（需安装 yidesk[ocr]）</translation>
    </message>
    <message>
        <source>refuse every connection</source>
        <translation>拒绝一切联网</translation>
    </message>
    <message>
        <source>remove a document with all that was made from it</source>
        <translation>移除一份文档，连同由它生成的全部数据</translation>
    </message>
    <message>
        <source>remove what was not used for long</source>
        <translation>删除长期未用的存档</translation>
    </message>
    <message>
        <source>remove what was read of a document</source>
        <translation>删除一份文档的阅读存档</translation>
    </message>
    <message>
        <source>searched for: {words}</source>
        <translation>查找的词：{words}</translation>
    </message>
    <message>
        <source>searched for: {words} (by a dictionary from {own})</source>
        <translation>查找的词：{words}（由词典译自：{own}）</translation>
    </message>
    <message>
        <source>show this help message and exit</source>
        <translation>显示本帮助并退出</translation>
    </message>
    <message>
        <source>size of the window, in tokens</source>
        <translation>上下文窗口的大小，以词元计</translation>
    </message>
    <message>
        <source>take it out of the keyring</source>
        <translation>从密钥环中删除令牌</translation>
    </message>
    <message>
        <source>text recognition</source>
        <translation>文字识别进程</translation>
    </message>
    <message>
        <source>text that cannot be trusted: p. {pages}</source>
        <translation>文字不可靠：第 {pages} 页</translation>
    </message>
    <message>
        <source>the device failed</source>
        <translation>设备出错</translation>
    </message>
    <message>
        <source>the documents of the library</source>
        <translation>列出文档库中的文档</translation>
    </message>
    <message>
        <source>the following arguments are required: %s</source>
        <translation>缺少必需的参数：%s</translation>
    </message>
    <message>
        <source>the models: here, and on the hub</source>
        <translation>模型：本机上的和模型站上的</translation>
    </message>
    <message>
        <source>the most tokens that an answer may have</source>
        <translation>回答最多多少词元</translation>
    </message>
    <message>
        <source>the sample document: in the window, or with a question asked right here</source>
        <translation>示例文档：在窗口中打开，或直接在这里提问</translation>
    </message>
    <message>
        <source>the small window for one question; bind it to a key in the system's settings</source>
        <translation>打开只问一个问题的小窗口；可在系统设置中为它指定按键</translation>
    </message>
    <message>
        <source>the speed of this computer with a model</source>
        <translation>测试模型在本机上的速度</translation>
    </message>
    <message>
        <source>the window is full</source>
        <translation>窗口已满</translation>
    </message>
    <message>
        <source>there is not enough memory</source>
        <translation>内存不够</translation>
    </message>
    <message>
        <source>there is one</source>
        <translation>有</translation>
    </message>
    <message>
        <source>those of the catalogue, and how they would run here</source>
        <translation>目录中的模型，以及它们在本机能否运行</translation>
    </message>
    <message>
        <source>those on this computer, and downloads that can go on</source>
        <translation>本机上的模型，以及可以继续的下载</translation>
    </message>
    <message>
        <source>threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>threads on the CPU</source>
        <translation>CPU 线程数</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>tokens before the answer; may be repeated (default: 512, 2048, … to the window)</source>
        <translation>回答之前的词元数；可多次使用（默认 512、2048……直到窗口大小）</translation>
    </message>
    <message>
        <source>too long, the end was left out: p. {pages}</source>
        <translation>过长，末尾未读取：第 {pages} 页</translation>
    </message>
    <message>
        <source>unexpected option string: %s</source>
        <translation>意外的选项：%s</translation>
    </message>
    <message>
        <source>unknown parser %(parser_name)r (choices: %(choices)s)</source>
        <translation>未知的命令 %(parser_name)r（可选：%(choices)s）</translation>
    </message>
    <message>
        <source>unrecognized arguments: %s</source>
        <translation>无法识别的参数：%s</translation>
    </message>
    <message>
        <source>usage: </source>
        <translation>用法：</translation>
    </message>
    <message>
        <source>use a GGUF file that is on this computer</source>
        <translation>使用本机上的 GGUF 文件</translation>
    </message>
    <message>
        <source>what is asked</source>
        <translation>要问的问题</translation>
    </message>
    <message>
        <source>what is installed, found and missing</source>
        <translation>检查安装情况：找到了什么，缺少什么</translation>
    </message>
    <message>
        <source>what the program sees in a document, and those it knows</source>
        <translation>程序在文档中看到的内容，以及文档库中的文档</translation>
    </message>
    <message>
        <source>what was read and need not be read again</source>
        <translation>阅读存档：读过而不必重读的内容</translation>
    </message>
    <message>
        <source>where everything is kept</source>
        <translation>保存所有数据的文件夹</translation>
    </message>
    <message>
        <source>whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>without one: what other programs have</source>
        <translation>GGUF 文件；不写则列出其他程序的模型</translation>
    </message>
    <message>
        <source>{count} documents are called {name}.</source>
        <translation>有 {count} 份文档都叫 {name}。</translation>
    </message>
    <message>
        <source>{endpoint} is not the address of a hub.</source>
        <translation>{endpoint} 不是模型站的地址。</translation>
    </message>
    <message>
        <source>{endpoint}: {problem}</source>
        <translation>{endpoint}：{problem}</translation>
    </message>
    <message>
        <source>{endpoint}: {rate:.1f} MB/s, answers in {seconds:.1f} s</source>
        <translation>{endpoint}：{rate:.1f} MB/s，{seconds:.1f} 秒应答</translation>
    </message>
    <message>
        <source>{file} is not a GGUF model.</source>
        <translation>{file} 不是 GGUF 模型。</translation>
    </message>
    <message>
        <source>{file} was changed on the hub while it was being downloaded.</source>
        <translation>下载期间，模型站上的 {file} 有了改动。</translation>
    </message>
    <message>
        <source>{fingerprint}  {name}: {format}, {pages:,} pages, {characters:,} characters, chats: {chats:,}</source>
        <translation>{fingerprint}  {name}：{format}，{pages:,} 页，{characters:,} 字符，{chats:,} 个对话在使用</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>{host} cannot be reached ({cause}).</source>
        <translation>无法连接 {host}（{cause}）。</translation>
    </message>
    <message>
        <source>{host} does not answer as a model hub does.</source>
        <translation>{host} 的应答不像模型站。</translation>
    </message>
    <message>
        <source>{host} does not work as it should at the moment (HTTP {status}).</source>
        <translation>{host} 目前不正常（HTTP {status}）。</translation>
    </message>
    <message>
        <source>{host} ended the connection too early.</source>
        <translation>{host} 过早断开了连接。</translation>
    </message>
    <message>
        <source>{host} has had too many requests from here.</source>
        <translation>从这里发往 {host} 的请求过多。</translation>
    </message>
    <message>
        <source>{host} has no repository {repository}, or it is private.</source>
        <translation>{host} 上没有仓库 {repository}，或者它是私有的。</translation>
    </message>
    <message>
        <source>{host} is not found: this computer does not seem to be connected.</source>
        <translation>找不到 {host}，这台电脑似乎没有联网。</translation>
    </message>
    <message>
        <source>{host} offers another {file} than the catalogue knows.</source>
        <translation>{host} 提供的 {file} 与目录所载不同。</translation>
    </message>
    <message>
        <source>{host} refuses to give this file (HTTP {status}).</source>
        <translation>{host} 拒绝提供该文件（HTTP {status}）。</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min left</source>
        <translation>还需 {hours} 小时 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{id}: {n:,} downloads</source>
        <translation>{id}：{n:,} 次下载</translation>
    </message>
    <message>
        <source>{id}: {name}, {kind}, window of {window:,} tokens, {license}</source>
        <translation>{id}：{name}，{kind}，窗口 {window:,} 词元，{license}</translation>
    </message>
    <message>
        <source>{layers} instead of {before} of {total} layers are on the GPU: there was not enough memory. Answers will be slower.</source>
        <translation>GPU 上放了 {layers} 层，而不是 {before} 层（共 {total} 层）：显存不够，回答会慢一些。</translation>
    </message>
    <message>
        <source>{layers} layers were asked for on a GPU, and there is none that llama.cpp can use.</source>
        <translation>要求在 GPU 上放 {layers} 层，但没有 llama.cpp 能用的 GPU。</translation>
    </message>
    <message>
        <source>{layers} of {total} layers on the GPU take {need:g} GB; of its {free:g} GB that are free, {margin:g} GB are kept free.</source>
        <translation>在 GPU 上放 {layers} / {total} 层需要 {need:g} GB；空闲 {free:g} GB，其中 {margin:g} GB 需保留。</translation>
    </message>
    <message>
        <source>{layers} of {total} layers on the GPU, {window:,}-token window, about {gpu:g} GB of {of_gpu:g} GB</source>
        <translation>GPU 上 {layers} / {total} 层，窗口 {window:,} 词元，约占 {gpu:g} GB（共 {of_gpu:g} GB）</translation>
    </message>
    <message>
        <source>{layers} of {total} layers on the GPU, {window:,}-token window, about {gpu:g} GB of {of_gpu:g} GB, and {main:g} GB of main memory</source>
        <translation>GPU 上 {layers} / {total} 层，窗口 {window:,} 词元，约占显存 {gpu:g} GB（共 {of_gpu:g} GB）和内存 {main:g} GB</translation>
    </message>
    <message>
        <source>{mark} {name}: {detail}</source>
        <translation>{mark} {name}：{detail}</translation>
    </message>
    <message>
        <source>{megabytes:,.1f} MB freed.</source>
        <translation>已释放 {megabytes:,.1f} MB。</translation>
    </message>
    <message>
        <source>{model} on {devices}, {layers} of {total} layers on the GPU, window of {context:,} tokens</source>
        <translation>{model}，运行于 {devices}，GPU 上 {layers} / {total} 层，窗口 {context:,} 词元</translation>
    </message>
    <message>
        <source>{names}: in another language, and the dictionary knows no word of the question; ask in that language, or have all of it read by a sweep</source>
        <translation>{names}：与问题的语言不同，而词典中没有问题里的词；请用该语言提问，或改用“通读”读完全文</translation>
    </message>
    <message>
        <source>{names}: in another language, for which there is no dictionary; ask in that language, or have all of it read by a sweep</source>
        <translation>{names}：与问题的语言不同，且没有可用的词典；请用该语言提问，或改用“通读”读完全文</translation>
    </message>
    <message>
        <source>{name} arrived damaged: its SHA-256 is not the one that {host} gives.</source>
        <translation>{name} 下载后已损坏：SHA-256 与 {host} 所给的不同。</translation>
    </message>
    <message>
        <source>{name} cannot answer: it was made to compare texts.</source>
        <translation>{name} 不能回答问题：它是用来比较文本的。</translation>
    </message>
    <message>
        <source>{name} cannot be deleted ({cause}).</source>
        <translation>无法删除 {name}（{cause}）。</translation>
    </message>
    <message>
        <source>{name} cannot be linked: it lies on another disk, or this one knows no links.</source>
        <translation>无法链接 {name}：它在另一块磁盘上，或这块磁盘不支持链接。</translation>
    </message>
    <message>
        <source>{name} cannot be opened ({cause}), so the defaults are used.</source>
        <translation>无法打开 {name}（{cause}），已改用默认设置。</translation>
    </message>
    <message>
        <source>{name} cannot be opened ({cause}).</source>
        <translation>无法打开 {name}（{cause}）。</translation>
    </message>
    <message>
        <source>{name} cannot be read ({cause}).</source>
        <translation>无法读取 {name}（{cause}）。</translation>
    </message>
    <message>
        <source>{name} cannot be repaired: the hub does not have this very file.</source>
        <translation>无法修复 {name}：模型站上没有完全相同的文件。</translation>
    </message>
    <message>
        <source>{name} cannot be used: it ends the process that looks at it ({cause}).</source>
        <translation>无法使用 {name}：它会使查看它的进程退出（{cause}）。</translation>
    </message>
    <message>
        <source>{name} cannot be used: its header gives no possible {missing}.</source>
        <translation>无法使用 {name}：文件头没有给出可用的 {missing}。</translation>
    </message>
    <message>
        <source>{name} cannot be written ({cause}).</source>
        <translation>无法写入 {name}（{cause}）。</translation>
    </message>
    <message>
        <source>{name} cannot be written in {folder} ({cause}).</source>
        <translation>无法在 {folder} 中写入 {name}（{cause}）。</translation>
    </message>
    <message>
        <source>{name} cannot be written.</source>
        <translation>无法写入 {name}。</translation>
    </message>
    <message>
        <source>{name} could not be looked at in time: this computer is busy, or the file's disk is slow.</source>
        <translation>未能及时检查 {name}：本机正忙，或文件所在的磁盘太慢。</translation>
    </message>
    <message>
        <source>{name} could not be read any more ({cause}): it was changed, or its disk has gone.</source>
        <translation>无法继续读取 {name}（{cause}）：文件已被改动，或所在磁盘已断开。</translation>
    </message>
    <message>
        <source>{name} could not be read: the reader failed on it.</source>
        <translation>无法读取 {name}：读取进程出了错。</translation>
    </message>
    <message>
        <source>{name} could not be read: {reason}.</source>
        <translation>无法读取 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} defines XML entities, as attacks do and documents do not; it was not read.</source>
        <translation>{name} 定义了 XML 实体，这是攻击文件而非文档的做法，因此未予阅读。</translation>
    </message>
    <message>
        <source>{name} does not lie where it was any more.</source>
        <translation>{name} 已不在原来的位置。</translation>
    </message>
    <message>
        <source>{name} does not say how long its window is.</source>
        <translation>{name} 没有说明窗口有多长。</translation>
    </message>
    <message>
        <source>{name} does not say what kind of model it is.</source>
        <translation>{name} 没有说明自己是哪种模型。</translation>
    </message>
    <message>
        <source>{name} ended the process that looked at it before ({cause}), so it is not opened.</source>
        <translation>{name} 之前曾使查看它的进程退出（{cause}），因此不再打开。</translation>
    </message>
    <message>
        <source>{name} has an impossible number of layers ({layers}).</source>
        <translation>{name} 的层数不合理（{layers}）。</translation>
    </message>
    <message>
        <source>{name} has an impossible value for {key} ({value}).</source>
        <translation>{name} 中 {key} 的值不合理（{value}）。</translation>
    </message>
    <message>
        <source>{name} has more markup than a document can hold.</source>
        <translation>{name} 的标记多得不像一份文档。</translation>
    </message>
    <message>
        <source>{name} has more than {most} pages, which is more than can be read.</source>
        <translation>{name} 超过 {most} 页，多于可读取的上限。</translation>
    </message>
    <message>
        <source>{name} has no file {quantization}.</source>
        <translation>{name} 没有 {quantization} 这个文件。</translation>
    </message>
    <message>
        <source>{name} has no pages that could be shown as pictures.</source>
        <translation>{name} 没有可以显示为图像的页面。</translation>
    </message>
    <message>
        <source>{name} has no vocabulary.</source>
        <translation>{name} 没有词表。</translation>
    </message>
    <message>
        <source>{name} has no weights.</source>
        <translation>{name} 没有权重。</translation>
    </message>
    <message>
        <source>{name} has version {version} of the GGUF format; this program reads 2 and 3.</source>
        <translation>{name} 是第 {version} 版 GGUF 格式；本程序支持第 2 和第 3 版。</translation>
    </message>
    <message>
        <source>{name} has {size} MB; files of its kind may have up to {most} MB.</source>
        <translation>{name} 有 {size} MB；这类文件最大 {most} MB。</translation>
    </message>
    <message>
        <source>{name} has {tokens:,} tokens, the window holds {window:,}: with the question and room for an answer it takes {need:,}. Nothing was cut.</source>
        <translation>{name} 有 {tokens:,} 词元，窗口能容纳 {window:,} 词元；加上问题和回答的空间，需要 {need:,} 词元。没有截去任何内容。</translation>
    </message>
    <message>
        <source>{name} holds data, not text.</source>
        <translation>{name} 里是数据，不是文字。</translation>
    </message>
    <message>
        <source>{name} holds no chats that YiDesk knows.</source>
        <translation>{name} 中没有 YiDesk 能识别的对话。</translation>
    </message>
    <message>
        <source>{name} holds no file that can be read.</source>
        <translation>{name} 中没有可读取的文件。</translation>
    </message>
    <message>
        <source>{name} holds nothing to read.</source>
        <translation>{name} 里没有可读的内容。</translation>
    </message>
    <message>
        <source>{name} is a damaged PDF.</source>
        <translation>{name} 是损坏的 PDF。</translation>
    </message>
    <message>
        <source>{name} is a device or a pipe, not a file.</source>
        <translation>{name} 是设备或管道，不是文件。</translation>
    </message>
    <message>
        <source>{name} is a file of Microsoft Office 97-2003, which cannot be read.</source>
        <translation>{name} 是 Microsoft Office 97-2003 的文件，无法读取。</translation>
    </message>
    <message>
        <source>{name} is a file of another kind ({kind}), which cannot be read.</source>
        <translation>{name} 是其他类型的文件（{kind}），无法读取。</translation>
    </message>
    <message>
        <source>{name} is a folder.</source>
        <translation>{name} 是文件夹。</translation>
    </message>
    <message>
        <source>{name} is being downloaded or repaired already.</source>
        <translation>{name} 已经在下载或修复中。</translation>
    </message>
    <message>
        <source>{name} is damaged: it is not what came.</source>
        <translation>{name} 已损坏：与下载时不同。</translation>
    </message>
    <message>
        <source>{name} is damaged: its header contradicts itself near byte {place}.</source>
        <translation>{name} 已损坏：文件头在第 {place} 字节附近自相矛盾。</translation>
    </message>
    <message>
        <source>{name} is damaged: parts of it are missing or cannot be unpacked.</source>
        <translation>{name} 已损坏：部分内容缺失或无法解压。</translation>
    </message>
    <message>
        <source>{name} is damaged: the markup in it cannot be read.</source>
        <translation>{name} 已损坏：其中的标记无法读取。</translation>
    </message>
    <message>
        <source>{name} is deleted.</source>
        <translation>{name} 已删除。</translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation>{name} 是空文件。</translation>
    </message>
    <message>
        <source>{name} is encrypted in a way that cannot be opened.</source>
        <translation>{name} 的加密方式无法打开。</translation>
    </message>
    <message>
        <source>{name} is here and verified: {path}</source>
        <translation>{name} 已下载并通过校验：{path}</translation>
    </message>
    <message>
        <source>{name} is locked by its seller (DRM), so that only their program can open it.</source>
        <translation>{name} 被卖家加锁（DRM），只能用他们的程序打开。</translation>
    </message>
    <message>
        <source>{name} is named like a PDF but holds none.</source>
        <translation>{name} 的名字像 PDF，内容却不是。</translation>
    </message>
    <message>
        <source>{name} is not a GGUF model, or it is damaged.</source>
        <translation>{name} 不是 GGUF 模型，或者已损坏。</translation>
    </message>
    <message>
        <source>{name} is not a GGUF model.</source>
        <translation>{name} 不是 GGUF 模型。</translation>
    </message>
    <message>
        <source>{name} is not a script.</source>
        <translation>{name} 不是脚本。</translation>
    </message>
    <message>
        <source>{name} is not the file any more that was read.</source>
        <translation>{name} 已不是当初读取的那个文件。</translation>
    </message>
    <message>
        <source>{name} is not there.</source>
        <translation>找不到 {name}。</translation>
    </message>
    <message>
        <source>{name} is not whole: it ends after {have} bytes, within its header.</source>
        <translation>{name} 不完整：只有 {have} 字节，在文件头处就结束了。</translation>
    </message>
    <message>
        <source>{name} is not whole: it has {have} of {need} bytes.</source>
        <translation>{name} 不完整：只有 {have} / {need} 字节。</translation>
    </message>
    <message>
        <source>{name} is not whole: {missing} is not there.</source>
        <translation>{name} 不完整：缺少 {missing}。</translation>
    </message>
    <message>
        <source>{name} is off the list. Its file stays at {path}.</source>
        <translation>{name} 已从列表移除。文件仍在 {path}。</translation>
    </message>
    <message>
        <source>{name} is protected by a password that only its own program can ask for.</source>
        <translation>{name} 受密码保护，只有它自己的程序才能询问密码。</translation>
    </message>
    <message>
        <source>{name} is protected by a password.</source>
        <translation>{name} 受密码保护。</translation>
    </message>
    <message>
        <source>{name} is removed from the library; its file stays. Readings and vectors of it: {megabytes:,.1f} MB freed.</source>
        <translation>已将 {name} 从文档库中移除，原文件保留不动。它的阅读存档和向量共释放 {megabytes:,.1f} MB。</translation>
    </message>
    <message>
        <source>{name} is verified: every byte is as it came.</source>
        <translation>{name} 已校验：每个字节都与下载时相同。</translation>
    </message>
    <message>
        <source>{name} is whole. How it was when it was made is not known.</source>
        <translation>{name} 完整，但没有原始校验值可供比对。</translation>
    </message>
    <message>
        <source>{name} makes no vectors: it is not an embedding model.</source>
        <translation>{name} 不能生成向量：它不是嵌入模型。</translation>
    </message>
    <message>
        <source>{name} needs {need} GB more on the disk of {folder}, {free} GB are free and {floor} GB are left for the rest of the computer.</source>
        <translation>{name} 在 {folder} 所在的磁盘上还需要 {need} GB；空闲 {free} GB，其中 {floor} GB 留给系统。</translation>
    </message>
    <message>
        <source>{name} scales positions in an unknown way.</source>
        <translation>{name} 的位置缩放方式未知。</translation>
    </message>
    <message>
        <source>{name} stores numbers in a way this program does not know ({type}).</source>
        <translation>{name} 存放数值的方式本程序不认识（{type}）。</translation>
    </message>
    <message>
        <source>{name} unpacks to more than a document can hold.</source>
        <translation>{name} 解压后大得不像一份文档。</translation>
    </message>
    <message>
        <source>{name} uses {used} of {count} experts, which cannot be.</source>
        <translation>{name} 使用 {count} 个专家中的 {used} 个，这不可能。</translation>
    </message>
    <message>
        <source>{name} was changed while it was read.</source>
        <translation>{name} 在阅读过程中被改动了。</translation>
    </message>
    <message>
        <source>{name} was removed from the library, with its pages.</source>
        <translation>{name} 及其页面已从文档库中移除。</translation>
    </message>
    <message>
        <source>{name} was written by a newer YiDesk.</source>
        <translation>{name} 是由更新版本的 YiDesk 写出的。</translation>
    </message>
    <message>
        <source>{name} was written for computers of the other byte order.</source>
        <translation>{name} 是为另一种字节序的电脑写的。</translation>
    </message>
    <message>
        <source>{name} would take too long to read.</source>
        <translation>读取 {name} 所需的时间过长。</translation>
    </message>
    <message>
        <source>{name}, p. {page}</source>
        <translation>{name}，第 {page} 页</translation>
    </message>
    <message>
        <source>{name}: left out, empty: {count:,}</source>
        <translation>{name}：已略过空文件 {count:,} 个</translation>
    </message>
    <message>
        <source>{name}: left out, folders that belong to saved web pages: {count:,}</source>
        <translation>{name}：已略过网页的附属文件夹 {count:,} 个</translation>
    </message>
    <message>
        <source>{name}: left out, folders too deep: {count:,}</source>
        <translation>{name}：已略过层级过深的文件夹 {count:,} 个</translation>
    </message>
    <message>
        <source>{name}: left out, hidden: {count:,}</source>
        <translation>{name}：已略过隐藏项 {count:,} 个</translation>
    </message>
    <message>
        <source>{name}: left out, links that lead nowhere new: {count:,}</source>
        <translation>{name}：已略过无效或重复的链接 {count:,} 个</translation>
    </message>
    <message>
        <source>{name}: left out, more than can be taken: {count:,}</source>
        <translation>{name}：已略过超出数量上限的 {count:,} 个</translation>
    </message>
    <message>
        <source>{name}: left out, names that are no text: {count:,}</source>
        <translation>{name}：已略过名称不是有效文本的 {count:,} 个</translation>
    </message>
    <message>
        <source>{name}: left out, not to be opened: {count:,}</source>
        <translation>{name}：已略过无法打开的 {count:,} 个</translation>
    </message>
    <message>
        <source>{name}: left out, of other kinds: {count:,}</source>
        <translation>{name}：已略过其他类型的文件 {count:,} 个</translation>
    </message>
    <message>
        <source>{name}: read {read:,} of 1 page</source>
        <translation>{name}：共 1 页，读了 {read:,} 页</translation>
    </message>
    <message>
        <source>{name}: read {read:,} of 1 page ({tokens:,} tokens)</source>
        <translation>{name}：共 1 页，读了 {read:,} 页（{tokens:,} 词元）</translation>
    </message>
    <message>
        <source>{name}: read {read:,} of {total:,} pages</source>
        <translation>{name}：共 {total:,} 页，读了 {read:,} 页</translation>
    </message>
    <message>
        <source>{name}: read {read:,} of {total:,} pages ({tokens:,} tokens)</source>
        <translation>{name}：共 {total:,} 页，读了 {read:,} 页（{tokens:,} 词元）</translation>
    </message>
    <message>
        <source>{name}: read {read:,} of {total:,} pages in {parts:,} parts</source>
        <translation>{name}：共 {total:,} 页，分 {parts:,} 部分读了 {read:,} 页</translation>
    </message>
    <message>
        <source>{name}: read {read:,} of {total:,} pages in {parts:,} parts ({tokens:,} tokens)</source>
        <translation>{name}：共 {total:,} 页，分 {parts:,} 部分读了 {read:,} 页（{tokens:,} 词元）</translation>
    </message>
    <message>
        <source>{name}: scanned pages without text: {count:,}. --ocr reads them.</source>
        <translation>{name}：有 {count:,} 页是没有文字的扫描页。加 --ocr 可识别。</translation>
    </message>
    <message>
        <source>{name}: searched {total:,} pages, found nothing</source>
        <translation>{name}：搜索了 {total:,} 页，没有找到</translation>
    </message>
    <message>
        <source>{name}: searched {total:,} pages, read passages of {read:,}: p. {pages}</source>
        <translation>{name}：搜索了 {total:,} 页，读了其中 {read:,} 页的段落：第 {pages} 页</translation>
    </message>
    <message>
        <source>{name}: searched {total:,} pages, read passages of {read:,}: p. {pages} ({tokens:,} tokens)</source>
        <translation>{name}：搜索了 {total:,} 页，读了其中 {read:,} 页的段落：第 {pages} 页（{tokens:,} 词元）</translation>
    </message>
    <message>
        <source>{name}: {format}, 1 page, {characters:,} characters</source>
        <translation>{name}：{format}，1 页，{characters:,} 字符</translation>
    </message>
    <message>
        <source>{name}: {format}, {pages:,} pages, {characters:,} characters</source>
        <translation>{name}：{format}，{pages:,} 页，{characters:,} 字符</translation>
    </message>
    <message>
        <source>{name}: {have:.1f} of {size:.1f} GB are here; `yidesk models get` goes on</source>
        <translation>{name}：已有 {have:.1f} / {size:.1f} GB；`yidesk models get` 会继续下载</translation>
    </message>
    <message>
        <source>{name}: {quantization}, {size:.2f} GB, window of {window:,} tokens, {path}</source>
        <translation>{name}：{quantization}，{size:.2f} GB，窗口 {window:,} 词元，{path}</translation>
    </message>
    <message>
        <source>{name}: {question}</source>
        <translation>{name}：{question}</translation>
    </message>
    <message>
        <source>{name}: {tokens:,} tokens, {megabytes:,.1f} MB, read by {model}, last used {day}</source>
        <translation>{name}：{tokens:,} 词元，{megabytes:,.1f} MB，由 {model} 读过，上次使用：{day}</translation>
    </message>
    <message>
        <source>{name}: {tokens:,} tokens, {megabytes:,.1f} MB, read by {model}, last used {day}, pinned</source>
        <translation>{name}：{tokens:,} 词元，{megabytes:,.1f} MB，由 {model} 读过，上次使用：{day}，已设为保留</translation>
    </message>
    <message>
        <source>{n} min left</source>
        <translation>还需 {n} 分钟</translation>
    </message>
    <message>
        <source>{n} pages/s</source>
        <translation>{n} 页/秒</translation>
    </message>
    <message>
        <source>{n} s left</source>
        <translation>还需 {n} 秒</translation>
    </message>
    <message>
        <source>{n} tokens/s</source>
        <translation>{n} 词元/秒</translation>
    </message>
    <message>
        <source>{path} cannot be read ({cause})</source>
        <translation>无法读取 {path}（{cause}）</translation>
    </message>
    <message>
        <source>{percent:.0f} %, {done:.2f} of {total:.2f} GB</source>
        <translation>已完成 {percent:.0f}%，{done:.2f} / {total:.2f} GB</translation>
    </message>
    <message>
        <source>{program}, {size:.1f} GB: {path}</source>
        <translation>{program}，大小 {size:.1f} GB：{path}</translation>
    </message>
    <message>
        <source>{reason} Trying again in {seconds:.0f} s.</source>
        <translation>{reason}{seconds:.0f} 秒后重试。</translation>
    </message>
    <message>
        <source>{repository} has no GGUF files.</source>
        <translation>{repository} 中没有 GGUF 文件。</translation>
    </message>
    <message>
        <source>{repository} has no file {file} any more.</source>
        <translation>{repository} 中已没有文件 {file}。</translation>
    </message>
    <message>
        <source>{repository} has no file {file}.</source>
        <translation>{repository} 没有文件 {file}。</translation>
    </message>
    <message>
        <source>{repository} has no file {wanted}.</source>
        <translation>{repository} 中没有文件 {wanted}。</translation>
    </message>
    <message>
        <source>{repository} is not the name of a repository.</source>
        <translation>{repository} 不是仓库名称。</translation>
    </message>
    <message>
        <source>{repository} wants you to accept its terms first.</source>
        <translation>{repository} 要求你先接受它的条款。</translation>
    </message>
    <message>
        <source>{size:g} GB of that is for the draft model {name}</source>
        <translation>其中 {size:g} GB 用于草稿模型 {name}</translation>
    </message>
    <message>
        <source>{title} can be from {least} to {most}, not {value}.</source>
        <translation>“{title}”的范围是 {least} 到 {most}，不能是 {value}。</translation>
    </message>
    <message>
        <source>{title} cannot be {value}.</source>
        <translation>“{title}”不能是 {value}。</translation>
    </message>
    <message>
        <source>{tokens:,} tokens from a saved reading, in {seconds:.1f} s</source>
        <translation>从阅读存档恢复 {tokens:,} 词元，用时 {seconds:.1f} 秒</translation>
    </message>
    <message>
        <source>{tokens:,} tokens in {seconds:.1f} s ({rate:,.0f} tokens/s)</source>
        <translation>{tokens:,} 词元，用时 {seconds:.1f} 秒（{rate:,.0f} 词元/秒）</translation>
    </message>
    <message>
        <source>{tokens:,} tokens restored in {seconds:.3f} s; first word after {first:.3f} s</source>
        <translation>恢复 {tokens:,} 词元用时 {seconds:.3f} 秒；{first:.3f} 秒后出现第一个词</translation>
    </message>
    <message>
        <source>{tokens:&gt;9,} tokens: reads {read:,.1f} tokens/s, answers {answer:,.1f} tokens/s</source>
        <translation>{tokens:&gt;9,} 词元：阅读 {read:,.1f} 词元/秒，回答 {answer:,.1f} 词元/秒</translation>
    </message>
    <message>
        <source>{value} cannot be taken from all other programs.</source>
        <translation>{value} 不能从其他所有程序那里占用。</translation>
    </message>
    <message>
        <source>{value} is less than {least}</source>
        <translation>{value} 小于 {least}</translation>
    </message>
    <message>
        <source>{value} is no address that can be used here.</source>
        <translation>{value} 不是可用的地址。</translation>
    </message>
    <message>
        <source>{value} is not between {least} and {most}</source>
        <translation>{value} 不在 {least} 到 {most} 之间</translation>
    </message>
</context>
</TS>
