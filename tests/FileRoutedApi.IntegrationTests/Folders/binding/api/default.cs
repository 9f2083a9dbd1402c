string GET(int value = 5) => $"{value}";
