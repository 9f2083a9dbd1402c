Html Page() => throw new InvalidOperationException("bad <page>");
