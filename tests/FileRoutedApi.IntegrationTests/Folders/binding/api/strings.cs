string GET(string[] value) => string.Join('|', value);
