string GET(string id, IAfter after)
{
    after.Run((IAfter own) =>
    {
        Later.Report(id, ReferenceEquals(own, after) ? "the same scope" : "its own scope");
        own.Run(() => Later.Report(id, "added by work"));
        try
        {
            after.Run(() => { });
        }
        catch (InvalidOperationException)
        {
            Later.Report(id, "too late");
        }
    });
    return "sent";
}
