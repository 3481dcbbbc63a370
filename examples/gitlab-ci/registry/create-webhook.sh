#!/bin/sh
# Registers the webhook once: when a pact is published that a version of the platform was not held to yet, a pipeline of the platform is started.
# Usage: PACT_BROKER_BASE_URL=… PACT_BROKER_TOKEN=… TRIGGER=https://gitlab.com/api/v4/projects/ID/trigger/pipeline
# GITLAB_TRIGGER_TOKEN=glptt-… create-webhook.sh
# The token is one of the platform's project, made under Settings / CI/CD / Pipeline trigger tokens: it starts pipelines and does nothing else.
# It stands in the URL as `token`, whose value the registry shows to nobody.
set -eu
npx pact-broker create-webhook "$TRIGGER?token=$GITLAB_TRIGGER_TOKEN" \
  --request POST \
  --header 'Content-Type: application/json' \
  --provider platform \
  --contract-requiring-verification-published \
  --description 'Verify pacts of the platform' \
  --data '{
    "ref": "main",
    "variables": {
      "PACT_URL": "${pactbroker.pactUrl}",
      "PROVIDER_VERSION": "${pactbroker.providerVersionNumber}",
      "PROVIDER_BRANCH": "${pactbroker.providerVersionBranch}"
    }
  }'
