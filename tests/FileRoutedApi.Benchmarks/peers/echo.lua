-- Sends the file that is named as the first argument, as JSON.
local prepared

function init(args)
  local file = assert(io.open(args[1]))
  prepared = wrk.format("POST", nil, { ["Host"] = wrk.headers["Host"], ["Content-Type"] = "application/json" }, file:read("*a"))
  file:close()
end

function request()
  return prepared
end
