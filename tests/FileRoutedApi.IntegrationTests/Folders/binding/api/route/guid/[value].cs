string GET(Guid value) => FormattableString.Invariant($"{value}");
string POST(Guid value) => FormattableString.Invariant($"{value}");
