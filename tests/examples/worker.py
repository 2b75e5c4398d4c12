"""A worker: takes jobs, does the work, says what came of it. python worker.py http://127.0.0.1:8000 TOKEN"""
import json, sys, time, urllib.request

ADDRESS, TOKEN = sys.argv[1:3]
WORK = {  # job type -> what to do with the job's variables; what is returned becomes variables of the case
    "check-stock": lambda order: {"missing": []},
    "pick-item": lambda order: {"shelf": f"shelf of {order['item']['sku']}"},
    "book-carrier": lambda order: {"carrier": "SF"},
    "send-invoice": lambda order: {},
    "tell-customer": lambda order: {},
}

def ask(path, **body):
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{ADDRESS}/api/v1{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or "null")

while True:
    for kind, do in WORK.items():
        for job in ask("/jobs/activation", type=kind, worker="worker-1")["jobs"]:
            try:
                ask(f"/jobs/{job['id']}/completion", worker="worker-1", variables=do(job["variables"]))
            except Exception as error:
                ask(f"/jobs/{job['id']}/failure", worker="worker-1", message=str(error), backOffSeconds=5)
    time.sleep(0.2)
