string GET(Level level) => Show.Values(level);
