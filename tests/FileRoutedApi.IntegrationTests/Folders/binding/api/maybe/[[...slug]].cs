string GET(string[] slug) => $"{slug.Length}: {string.Join('|', slug)}";
