string GET(Rights rights) => Show.Values(rights);
