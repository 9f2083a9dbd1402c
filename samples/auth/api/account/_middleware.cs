// Whatever is in this folder is for those who are logged in.
var config = new MiddlewareConfig { Authorize = true };
