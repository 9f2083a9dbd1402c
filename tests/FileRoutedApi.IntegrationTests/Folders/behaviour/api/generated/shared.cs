string GET(string text) => Patterns.Vowels().Replace(text, "*");
