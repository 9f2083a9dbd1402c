Shape[] GET(Access access = Access.Read) => [];

Shape POST(Shape shape) => shape;

object PUT(ApiRequest<List<Circle>> req) => req.Body;

IAsyncEnumerable<Square> PATCH() => AsyncEnumerable.Empty<Square>();
