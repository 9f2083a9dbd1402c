string Handler(ApiException problem) => throw new InvalidOperationException("a secret");
