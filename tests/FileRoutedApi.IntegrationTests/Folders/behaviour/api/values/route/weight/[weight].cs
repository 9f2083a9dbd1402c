string GET(double weight) => Show.Values(weight);
