string POST([FromForm] int value) => $"{value}";
