"""The spine: level rows, movements, claims and reservation headers, and the rules that keep them whole."""
