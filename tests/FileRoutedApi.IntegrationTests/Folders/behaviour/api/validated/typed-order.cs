void Handler(ApiRequest<AnnotatedOrder> req, ApiResponse res) => res.End("reached");
