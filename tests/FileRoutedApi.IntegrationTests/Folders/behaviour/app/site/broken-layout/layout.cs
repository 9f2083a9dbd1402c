Html Layout(Html children) => throw new InvalidOperationException("bad layout");
