string GET(int[] value) => $"{value.Sum()}";
