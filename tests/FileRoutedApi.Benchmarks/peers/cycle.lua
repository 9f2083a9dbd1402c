-- Asks for the paths that stand in the file that is named as the first argument, one a line, in turn.
local prepared = {}
local next = 0

function init(args)
  for path in io.lines(args[1]) do
    prepared[#prepared + 1] = wrk.format("GET", path)
  end
end

function request()
  next = next % #prepared + 1
  return prepared[next]
end
