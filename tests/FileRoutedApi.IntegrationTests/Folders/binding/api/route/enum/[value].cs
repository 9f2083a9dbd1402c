string GET(Colour value) => FormattableString.Invariant($"{value}");
string POST(Colour value) => FormattableString.Invariant($"{value}");
