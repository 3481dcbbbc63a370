#!/bin/sh
# Registers the webhook once: when a pact is published that a version of the platform was not held to yet, the platform's repository is told.
# Usage: PACT_BROKER_BASE_URL=… PACT_BROKER_TOKEN=… DISPATCHES=https://api.github.com/repos/OWNER/REPOSITORY/dispatches
# GITHUB_DISPATCH_TOKEN=… create-webhook.sh
# The token of GitHub is a fine-grained one, for that repository alone, with "Contents: read and write", which dispatches ask for.
set -eu
npx pact-broker create-webhook "$DISPATCHES" \
  --request POST \
  --header 'Content-Type: application/json' 'Accept: application/vnd.github+json' "Authorization: Bearer $GITHUB_DISPATCH_TOKEN" \
  --provider platform \
  --contract-requiring-verification-published \
  --description 'Verify pacts of the platform' \
  --data '{
    "event_type": "${pactbroker.eventName}",
    "client_payload": {
      "consumer": "${pactbroker.consumerName}",
      "pact_url": "${pactbroker.pactUrl}",
      "provider_version": "${pactbroker.providerVersionNumber}",
      "provider_branch": "${pactbroker.providerVersionBranch}"
    }
  }'
