string GET() => throw new IOException("no network");
