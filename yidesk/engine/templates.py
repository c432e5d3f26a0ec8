"""Chat templates for models whose file holds none, or a broken one."""

from __future__ import annotations

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""Yi-Chat (01-ai/Yi, docs), Faro-Yi and the dolphin fine-tunes."""

YI_1_5 = (
    "{% for message in messages %}{% if message.role == 'system' %}{{ message.content }}"
    "{% elif message.role == 'user' %}<|im_start|>user\n{{ message.content }}<|im_end|>\n"
    "<|im_start|>assistant\n{% else %}{{ message.content }}<|im_end|>\n{% endif %}{% endfor %}"
)
"""Yi-1.5-Chat: the system text stands bare, without a role (its tokenizer_config.json)."""

VICUNA = (
    "{% for message in messages %}{% if message.role == 'system' %}SYSTEM: {{ message.content }}\n"
    "{% elif message.role == 'user' %}USER: {{ message.content }}\nASSISTANT:"
    "{% else %} {{ message.content }}</s>\n{% endif %}{% endfor %}"
)
"""The 200K fine-tunes Nous-Capybara and Tess; they spell `</s>` out, as they were trained to."""

COMPLETION = (
    "{% for message in messages %}{% if message.role == 'system' %}"
    "{% elif message.role == 'user' %}{% if loop.index0 < 2 %}{{ task }}\n\n{% endif %}"
    "{{ message.context }}{% if message.context %}{{ '\n\n' }}{% endif %}"
    "{{ ask }}{{ message.question }}\n"
    "{{ reply }}{% else %}{{ message.content }}\n\n{% endif %}{% endfor %}"
)
"""For base models: document first, question last, in InfiniteBench's words (its src/prompt.py)."""

COMPLETION_WORDS = {
    "en": {
        "task": "Read the book and answer the question. Be very concise in your answer.",
        "ask": "Question: ",
        "reply": "Answer:",
    },
    "zh": {"task": "阅读以下书籍然后回答问题。", "ask": "问题：", "reply": "答案："},
}

STOP_TEXTS = {
    "completion": ("\nQuestion:", "\n问题："),  # a base model goes on asking itself questions
    "vicuna": ("</s>", "\nUSER:"),
}
CHATML_STOPS = ("<|im_end|>", "<|im_start|>")
