string GET(bool done) => Show.Values(done);
