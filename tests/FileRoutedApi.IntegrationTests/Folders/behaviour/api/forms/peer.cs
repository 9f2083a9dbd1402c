string POST(ApiRequest<Peer> req) => req.Body.Address.ToString();
