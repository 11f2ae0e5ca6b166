"""The deck's tables as it printed them; the second on its own scale of 0 to 1."""

DECK_COMPOSITIONS: dict[str, dict[str, float]] = {
    "summary-answer": {
        "bertscore": 72.4029,
        "rouge1": 5.598141,
        "rouge2": 0.133037,
        "rougeL": 5.598141,
        "bleu": 6.8772,
    },
    "question-answer": {
        "bertscore": 68.3263,
        "rouge1": 3.908684,
        "rouge2": 0.110336,
        "rougeL": 3.905569,
        "bleu": 2.8024,
    },
    "experience-question-answer": {
        "bertscore": 72.9499,
        "rouge1": 5.65645,
        "rouge2": 0.141448,
        "rougeL": 5.65022,
        "bleu": 8.1975,
    },
    "occupation-experience-question-answer": {
        "bertscore": 69.7682,
        "rouge1": 4.47448,
        "rouge2": 0.114161,
        "rougeL": 4.47448,
        "bleu": 3.4636,
    },
    "question-experience-occupation-answer": {
        "bertscore": 73.9,
        "rouge1": 30.6589,
        "rouge2": 9.1081,
        "rougeL": 24.2107,
        "bleu": 1.7672,
    },
    "question-summary": {
        "bertscore": 62.9716,
        "rouge1": 1.128836,
        "rouge2": 0.008356,
        "rougeL": 1.128836,
        "bleu": 0.129,
    },
    "occupation-experience-question-summary": {
        "bertscore": 65.067,
        "rouge1": 1.182884,
        "rouge2": 0.009527,
        "rougeL": 1.182884,
        "bleu": 0.0395,
    },
}

DECK_METHODS: dict[str, dict[str, float]] = {
    "all": {"bertscore": 0.6177, "rouge1": 0.1216, "rouge2": 0.0279, "rougeL": 0.1171, "bleu": 0.008},
    "last-layer": {"bertscore": 0.5928, "rouge1": 0.0805, "rouge2": 0.0197, "rougeL": 0.078, "bleu": 0.0034},
}
