-- Plays the requests of a tab-separated file (path, cookie, body) in turn; prints one line of figures as JSON.
local errands = {}
function init()
  for line in io.lines(os.getenv("ERRANDS")) do
    local path, cookie, body = line:match("([^\t]*)\t([^\t]*)\t([^\t]*)")
    local headers = { ["Cookie"] = cookie ~= "" and cookie or nil, ["Accept-Language"] = "vi" }
    if body == "" then
      errands[#errands + 1] = wrk.format("GET", path, headers)
    else
      headers["Content-Type"] = "application/x-www-form-urlencoded"
      headers["X-CSRFToken"] = string.rep("b", 32)
      headers["Accept"] = "application/json"
      errands[#errands + 1] = wrk.format("POST", path, headers, body)
    end
  end
end
local n = 0
function request()
  n = n % #errands + 1
  return errands[n]
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests": %d, "seconds": %.3f, "median": %.3f, "p99": %.3f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
