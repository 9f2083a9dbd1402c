object GET() => throw new ApiException(409, "Taken");
object POST() => throw new InvalidOperationException("a secret");
