string POST(ApiRequest<Values> req) => req.Body.Show();

record Values(decimal? Price, double? Weight, float? Single, Level? Level, Rights? Rights, bool? Done, int? Take, DateOnly? Day, Guid? Id, Point? Point)
{
    public string Show() => global::Show.Values(Price, Weight, Single, Level, Rights, Done, Take, Day, Id, Point);
}
