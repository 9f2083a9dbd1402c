string GET(float single) => Show.Values(single);
