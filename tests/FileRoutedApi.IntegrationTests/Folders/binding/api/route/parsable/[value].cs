string GET(Point value) => FormattableString.Invariant($"{value}");
string POST(Point value) => FormattableString.Invariant($"{value}");
