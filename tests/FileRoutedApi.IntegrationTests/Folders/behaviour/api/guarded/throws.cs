string GET() => throw new InvalidOperationException("from the handler");
