string GET(ILogger log)
{
    log.LogWarning("logged by parameter");
    return "logged";
}
