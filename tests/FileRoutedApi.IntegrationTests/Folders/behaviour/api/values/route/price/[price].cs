string GET(decimal price) => Show.Values(price);
