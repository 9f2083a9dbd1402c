string GET(int value) => $"{value}";
