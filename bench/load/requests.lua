-- wrk ... -s requests.lua URL -- METHOD TARGET VALUES [CONTENT_TYPE BODY]
-- TARGET may hold one %d, which runs from 1 to VALUES. All requests are rendered before the clock starts.
local requests, n = {}, 0

function init(args)
  local method, target, values = args[1], args[2], tonumber(args[3])
  local headers, body = wrk.headers, args[5]
  if body then headers["content-type"] = args[4] end
  for i = 1, values do
    requests[i] = wrk.format(method, (target:gsub("%%d", tostring(i))), headers, body)
  end
end

function request()
  n = n % #requests + 1
  return requests[n]
end

function done(summary)
  local e = summary.errors
  io.write(string.format("\nRESULT %d %d %d\n", summary.requests, summary.duration, e.connect + e.read + e.write + e.timeout + e.status))
end
