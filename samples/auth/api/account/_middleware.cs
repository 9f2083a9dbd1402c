// Everything below this folder requires an authenticated user.
var config = new MiddlewareConfig { Authorize = true };
