string GET(DateOnly value) => FormattableString.Invariant($"{value}");
string POST(DateOnly value) => FormattableString.Invariant($"{value}");
