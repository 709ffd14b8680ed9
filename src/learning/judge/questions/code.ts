import type { OpenQuestion } from '../open-question.ts'

export const code: readonly OpenQuestion[] = [
  {
    ...{ id: 'open-code-1', family: 'code', difficulty: 0.35 },
    turns: [
      'What does this Python line do, and how would you write it so that a beginner understands it?\n\nr = {k: v for k, v in sorted(d.items(), key=lambda x: -x[1])[:3]}',
      'When would your version and the original behave differently?',
    ],
    reference: [
      'It builds a dictionary of the three entries of d with the largest values. For a beginner:\n\nitems = list(d.items())\nitems.sort(key=lambda pair: pair[1], reverse=True)\nresult = {}\nfor key, value in items[:3]:\n    result[key] = value',
      'With numbers both give the same result. The original negates the value, so it fails for values such as text, which cannot be negated, while mine works for everything that can be sorted.',
    ],
  },
  {
    ...{ id: 'open-code-2', family: 'code', difficulty: 0.5 },
    turns: [
      'Review this JavaScript for a pull request. Name the problems, most serious first:\n\nasync function save(users) {\n  users.forEach(async (u) => {\n    await fetch("/api/users/" + u.name, { method: "PUT", body: u })\n  })\n  alert("saved")\n}',
      'Rewrite it so that your problems are solved. Keep it short.',
    ],
    reference: [
      '1. forEach does not wait for async callbacks: "saved" is shown before anything is saved, and failures become unhandled rejections.\n2. The answer’s status is never looked at: a 500 counts as saved.\n3. body: u sends "[object Object]": it needs JSON.stringify and a content type.\n4. u.name goes into the address unescaped: a slash or ? in a name hits another address. An id would be better.\n5. All requests start at once, without a limit.',
      'async function save(users) {\n  for (const user of users) {\n    const response = await fetch("/api/users/" + encodeURIComponent(user.name), {\n      method: "PUT",\n      headers: { "content-type": "application/json" },\n      body: JSON.stringify(user),\n    })\n    if (!response.ok) throw new Error(user.name + ": " + response.status)\n  }\n  alert("saved")\n}\n\nThe caller has to show the error. One after the other is slower, but never floods the server.',
    ],
  },
  {
    ...{ id: 'open-code-3', family: 'code', difficulty: 0.65 },
    turns: [
      'Design a small HTTP API for a library that lends tools to neighbours: list tools, reserve one for some days, give it back. Show endpoints, main fields and status codes, no code.',
      'Two neighbours reserve the same drill at the same moment. What happens in your design, and how does the client learn it?',
    ],
    reference: [
      'GET /tools?available_from=&available_to= → 200, [{id, name, condition}]\nGET /tools/{id} → 200, with its reservations as date ranges; 404\nPOST /reservations {tool_id, from, to} → 201 with id and Location; 409 if the range overlaps another; 422 if from is after to or in the past; 404 for an unknown tool\nGET /reservations/{id} → 200 {tool_id, from, to, status: reserved | out | returned}\nDELETE /reservations/{id} → 204 before it begins, 409 after\nPOST /reservations/{id}/return {condition?} → 200, again 200 if it was returned already.\nWho asks is known by a token; others’ reservations show only dates.',
      'Both POSTs reach the server; the check for overlaps and the insert must be one transaction, or the database holds an exclusion rule on tool and range. The first to commit gets 201. The other gets 409 with a body that says what collided and what is free: {"error": "overlaps", "free_from": "…"}, and the client shows that and offers the next dates. A client that lost its connection may repeat the POST with the same Idempotency-Key and gets its own 201 again instead of a 409 against itself.',
    ],
  },
  {
    ...{ id: 'open-code-4', family: 'code', difficulty: 0.75 },
    turns: [
      'A service gets slower over days until somebody restarts it; memory stays flat. How would you find the cause? Give an order and say what each step would tell you.',
      'You find that the number of open timers grows by one with each request. Explain how that makes it slow although memory stays flat, and how you would fix and guard against it.',
    ],
    reference: [
      'First draw latency against uptime, not the clock, and against traffic: if it follows uptime, something piles up. Flat memory speaks against a plain leak, so count what is small: open handles, sockets, file descriptors, threads, timers, listeners, rows in a table, entries in a list that is searched linearly. Compare a fresh and an old instance under the same load. Then profile the CPU of the old one: time in user code points at a growing loop or list, in the kernel at descriptors, in waiting at a pool or lock. Check what lives outside but restarts with it: connection pool, cache, prepared statements. Last, bisect releases with a synthetic load that makes a day pass in an hour.',
      'A timer is some dozens of bytes, so a million of them vanish in a flat curve, but each has to be kept in order and, if it repeats, runs: a thousand intervals that fire each second are a thousand callbacks a second that no request asked for, and they sit in the same queue as requests. The fix: clear the timer where the request ends, in a finally, also when the client leaves; better, one shared timer for all requests. Guard: a gauge of active timers on the dashboard, a test that sends 1,000 requests and expects the count to be back where it was, and a lint or review rule that who starts a timer names who stops it.',
    ],
  },
]
