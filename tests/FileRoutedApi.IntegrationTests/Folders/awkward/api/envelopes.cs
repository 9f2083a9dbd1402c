Envelope<Row[]> GET() => new([]);

Envelope<int[]> POST(Envelope<byte[]> body) => new([body.Data.Length]);

Envelope<List<Row[]>> PUT(Envelope<Row[][]> body) => new([.. body.Data]);

Envelope<Dictionary<string, Row[]>> PATCH(EnvelopeOfRowArray body) => new([]);

Envelope<KeyValuePair<string, Row[]>> DELETE() => new(new("", []));
