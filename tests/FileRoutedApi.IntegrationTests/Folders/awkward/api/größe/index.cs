Größe GET(int? maß) => new(1, null, null);

Envelope<Größe[]> POST(Größe größe, Maß maß) => new([größe]);

Envelope<订单> PUT(订单 order) => new(order);
