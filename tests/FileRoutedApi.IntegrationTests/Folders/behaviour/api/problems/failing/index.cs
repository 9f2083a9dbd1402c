object GET() => throw new ApiException(409, "Taken");
