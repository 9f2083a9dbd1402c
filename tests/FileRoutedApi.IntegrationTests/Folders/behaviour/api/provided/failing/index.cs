string GET() => throw new IOException("no disk");
