string GET(int take) => Show.Values(take);
