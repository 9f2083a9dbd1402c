string GET(int[] value) => string.Join('|', value);
