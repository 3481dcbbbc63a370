/** A pact whose consumer reads one field less: it is gone from the bodies of responses and from their rules. */
export function adaptedPact(pact, field) {
  return {
    ...pact,
    interactions: pact.interactions.map((interaction) => {
      const { response } = interaction;
      return response === undefined ? interaction : { ...interaction, response: without(response, field) };
    }),
  };
}

function without(response, field) {
  const { body, matchingRules = {} } = response;
  const names = (path) => path.split(/[.[\]]+/).includes(field);
  const rules = Object.fromEntries(Object.entries(matchingRules.body ?? {}).filter(([path]) => !names(path)));
  return {
    ...response,
    ...(body && { body: { ...body, content: strip(body.content, field) } }),
    ...(matchingRules.body && { matchingRules: { ...matchingRules, body: rules } }),
  };
}

function strip(value, field) {
  if (Array.isArray(value)) return value.map((item) => strip(item, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (name === field ? [] : [[name, strip(inner, field)]])),
  );
}
