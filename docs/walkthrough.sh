#!/usr/bin/env bash
# The main job of the account with curl, step by step, against a running development host:
#   docs/walkthrough.sh [URL]          (default http://127.0.0.1:5080)
# It needs curl and jq. Staff tokens come from the host's own command line, or from WAREHOUSE_TOKEN and AUDITOR_TOKEN.
set -euo pipefail
url=${1:-http://127.0.0.1:5080}
root=$(cd "$(dirname "$0")/.." && pwd)
token=

staff() { dotnet run --project "$root/src/Host" --no-build -- staff-token "$1" 2>/dev/null || dotnet run --project "$root/src/Host" -- staff-token "$1"; }
warehouse=${WAREHOUSE_TOKEN:-$(staff warehouse)}
auditor=${AUDITOR_TOKEN:-$(staff auditor)}

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
die() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
key() { cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen; }

# call METHOD PATH STATUS [BODY] [TOKEN]: prints the call and the answer, keeps the answer in $answer.
call() {
  local method=$1 path=$2 expected=$3 body=${4:-} bearer=${5:-$token} status file
  file=$(mktemp)
  local -a arguments=(-sS -o "$file" -w '%{http_code}' -X "$method" "$url$path" -H 'Accept-Language: en')
  [ -n "$bearer" ] && arguments+=(-H "Authorization: Bearer $bearer")
  [ "$method" = POST ] && arguments+=(-H "Idempotency-Key: $(key)")
  [ -n "$body" ] && arguments+=(-H 'Content-Type: application/json' -d "$body")
  status=$(curl "${arguments[@]}")
  answer=$(cat "$file"); rm -f "$file"
  printf '%s %s %s\n' "$method" "$path" "${body:+$(jq -c . <<<"$body")}"
  printf '  %s %s\n' "$status" "$(jq -c . <<<"$answer" 2>/dev/null | cut -c1-400 || printf '%s' "$answer")"
  [ "$status" = "$expected" ] || die "expected $expected"
}
get() { jq -r "$1" <<<"$answer"; }
expect() { [ "$(get "$1")" = "$2" ] || die "$1 is $(get "$1"), expected $2"; }
# until PATH FILTER VALUE: asks again until the answer is so, at most 30 s.
until_is() {
  local i
  for i in $(seq 150); do
    answer=$(curl -sS "$url$1" -H "Authorization: Bearer $token")
    [ "$(get "$2")" = "$3" ] && { printf '  … %s is %s\n' "$2" "$3"; return; }
    sleep 0.2
  done
  die "$1: $2 is $(get "$2"), expected $3"
}
code_for() {
  local i text
  for i in $(seq 100); do
    text=$(curl -sS --get "$url/dev/messages" --data-urlencode "to=$phone" | jq -r --arg after "${last_code:-}" 'map(select(.code != null and .code != $after))[0].code // empty')
    [ -n "$text" ] && { last_code=$text; printf '%s' "$text"; return; }
    sleep 0.1
  done
  die "no code was sent to the phone"
}

# register: a new number, its code, the terms; afterwards $token and $customer are the new account's.
register() {
  phone=+79$(shuf -i 100000000-999999999 -n 1); last_code=; token=
  call GET /api/terms 200; local terms; terms=$(get .version)
  call POST /api/auth/challenges 202 "{\"phone\":\"$phone\"}"; local challenge; challenge=$(get .challengeId)
  local code; code=$(code_for); last_code=$code
  call POST /api/auth/sessions 201 "{\"challengeId\":\"$challenge\",\"code\":\"$code\",\"acceptedTerms\":\"$terms\"}"
  token=$(get .token); customer=$(get .customerId); expect .isNew true
}

say "1. Register by phone and code, with terms"
register
call GET /api/auth/sessions 200
call GET /api/account 200

# protect: who it is, the activation by a code on the phone, the e-mail by the link of its letter.
protect() {
  local email=maria-$(shuf -i 100000000-999999999 -n 1)@example.com
  call PUT /api/account/profile 204 '{"surname":"Петрова","name":"Мария","patronymic":"Ивановна","birthDate":"1990-05-17"}'
  call POST /api/account/activation 202 "{\"email\":\"$email\"}"
  local code; code=$(code_for); last_code=$code
  call POST /api/account/activation/confirmation 204 "{\"code\":\"$code\"}"
  call POST /api/account/email 202 "{\"email\":\"$email\"}"
  until_is "/dev/messages?to=$email" '.[0].link | type' string
  local link; link=$(get '.[0].link')
  call POST /api/account/email/confirmation 204 "{\"token\":\"${link##*token=}\"}"
}

say "2. Fill the wallet from a card"
call POST /api/wallet/top-ups 201 '{"amount":100000,"cardToken":"tok_ok"}'
call POST /api/wallet/top-ups 409 '{"amount":100000,"cardToken":"tok_declined"}'; expect .code wallet.top-up-declined
call GET /api/wallet 200; expect .balance 100000

say "3. A bonus card is for protected accounts: say who you are, activate, prove the e-mail; it rests on a consent of its own, and on an identity"
call POST /api/bonus-card/application 403; expect .code customer.account-restricted
protect
call POST /api/bonus-card/application 422 '{}'; expect .code customer.consent-required
call GET /api/terms 200; consent=$(get .personalData.version)
call POST /api/bonus-card/application 422 "{\"consent\":\"$consent\"}"; expect .code bonus-card.name-invalid
identity="\"surname\":\"Петрова\",\"name\":\"Мария\",\"birthDate\":\"1990-05-17\",\"passport\":{\"series\":\"4508\",\"number\":\"$(shuf -i 100000-999999 -n 1)\"},\"inn\":\"500100732259\""
call POST /api/bonus-card/application 201 "{\"consent\":\"$consent\",$identity}"

say "4. Find goods, ask the price (the card's and the first order's discount are in it), order, pay by a mix of wallet and card"
call GET '/api/products?category=books&limit=3' 200
call GET /api/pickup-points 200; point=$(get '.items[0].pickupPointId')
lines='[{"sku":"books-901","quantity":3},{"sku":"books-900","quantity":2}]'
call POST /api/orders/quote 200 "{\"lines\":$lines,\"delivery\":{\"pickupPointId\":\"$point\"}}"; total=$(get .total)
call POST /api/orders 201 "{\"lines\":$lines,\"delivery\":{\"pickupPointId\":\"$point\"}}"; expect .total "$total"
order=$(get .orderId); notebook=$(get '.lines[] | select(.sku == "books-901").lineId'); postcard=$(get '.lines[] | select(.sku == "books-900").lineId')
call POST "/api/orders/$order/payment" 200 '{"wallet":20000,"cardToken":"tok_ok"}'; expect .status paid

say "5. Take one notebook out before assembly: the rest keeps its price"
call POST "/api/orders/$order/lines/$notebook/removal" 200 '{"quantity":1}'; back=$(get '.wallet + .card')
call GET "/api/orders/$order" 200; expect .effectiveTotal $((total - back))

say "6. The warehouse delivers; the card is charged at dispatch"
for step in assembly shipment arrival delivery; do call POST "/api/fulfilment/orders/$order/$step" 200 '' "$warehouse"; done
until_is "/api/orders/$order" .payment.status captured
call GET "/api/orders/$order/tracking" 200
call GET /api/bonus-card 200; [ "$(get .pending)" -ge 1 ] || die "no points are pending"

say "7. Send goods back: only what is counted is refunded, to the wallet and to the card"
call POST "/api/orders/$order/returns" 201 "{\"lines\":[{\"lineId\":\"$postcard\",\"quantity\":2,\"reason\":\"defective\"}]}"; return=$(get .returnId)
call POST "/api/fulfilment/returns/$return/approval" 200 '' "$warehouse"
call POST "/api/fulfilment/returns/$return/receipt" 200 "{\"counted\":[{\"lineId\":\"$postcard\",\"quantity\":1}]}" "$warehouse"; [ "$(get .toWallet)" -gt 0 ] || die "nothing was refunded"
call POST "/api/orders/$order/returns" 201 "{\"lines\":[{\"lineId\":\"$notebook\",\"quantity\":1,\"reason\":\"changed-mind\"}],\"refundTo\":\"original\"}"; return=$(get .returnId)
call POST "/api/fulfilment/returns/$return/approval" 200 '' "$warehouse"
call POST "/api/fulfilment/returns/$return/receipt" 200 "{\"counted\":[{\"lineId\":\"$notebook\",\"quantity\":1}]}" "$warehouse"
until_is "/api/returns/$return" .cardRefunded true

say "8. Another order, declined by the card, then cancelled"
call POST /api/orders 201 "{\"lines\":[{\"sku\":\"toys-001\",\"quantity\":1}],\"delivery\":{\"kind\":\"courier\",\"address\":\"Москва, Тверская, 1\"}}"; second=$(get .orderId)
call POST "/api/orders/$second/payment" 409 '{"wallet":1000,"cardToken":"tok_declined"}'; expect .code order.payment-declined
call POST "/api/orders/$second/payment" 200 '{"cardToken":"tok_ok"}'
call POST "/api/orders/$second/cancellation" 200; expect .status cancelled
until_is "/api/orders/$second" .payment.status voided

say "9. Withdraw money: a code, a hold, the bank, the end"
call POST /api/wallet/withdrawals 202 '{"amount":30000,"requisites":{"bic":"044525225","account":"40817810700000000001","recipient":"Иван Петров"}}'; withdrawal=$(get .withdrawalId)
call POST "/api/wallet/withdrawals/$withdrawal/confirmation" 422 '{"code":"000000"}'; expect .code auth.code-invalid
code=$(code_for); last_code=$code
call POST "/api/wallet/withdrawals/$withdrawal/confirmation" 200 "{\"code\":\"$code\"}"
until_is "/api/wallet/withdrawals/$withdrawal" .status settled
call GET /api/wallet/withdrawals 200

say "10. History: purchases, statement, points"
call GET '/api/purchases?limit=10' 200
call GET /api/wallet/statement 200
[ "$(get '.opening + ([.entries[].amount] | add)')" = "$(get .closing)" ] || die "the statement does not add up"
call GET /api/bonus-card/statement 200
[ "$(get '.opening + ([.items[].change] | add)')" = "$(get .closing)" ] || die "the statement of points does not add up"

say "11. An auditor replays the order and checks every invariant"
call GET "/api/audit/streams/order/$order/events" 200 '' "$auditor"
call GET "/api/audit/streams/order/$order/state?version=2" 200 '' "$auditor"

say "12. Sign out"
call DELETE /api/auth/sessions/current 204
call GET /api/account 401

say "13. Somebody else, whose bank rejects the payout: the money is back"
register
protect
call POST /api/wallet/top-ups 201 '{"amount":50000,"cardToken":"tok_ok"}'
call POST /api/wallet/withdrawals 202 '{"amount":1000,"requisites":{"bic":"044525225","account":"40817810000000000002","recipient":"Анна Иванова"}}'; withdrawal=$(get .withdrawalId)
code=$(code_for); last_code=$code
call POST "/api/wallet/withdrawals/$withdrawal/confirmation" 200 "{\"code\":\"$code\"}"
until_is "/api/wallet/withdrawals/$withdrawal" .status rejected
call GET /api/wallet 200; expect .balance 50000

say "14. All invariants hold over the whole history"
call GET /api/audit/invariants 200 '' "$auditor"; expect .holds true
printf '\nAll steps done; the invariants hold over %s events.\n' "$(get .events)"
