string GET(int value) => FormattableString.Invariant($"{value}");
string POST(int value) => FormattableString.Invariant($"{value}");
