import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allowed, statementsOf } from '../../../infra/policies/documents.ts';
import { evaluateGuardrails, guardrails } from '../../../infra/policies/catalogue.ts';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import { expectedStack, mutated } from './expectedStack.ts';
import { mutations } from './mutations.ts';

const { environments, hub } = loadConfiguration('config');

describe('guardrails', () => {
  test('R18: are 60 or more, each with its own id, a reason and a source', () => {
    expect(guardrails.length).toBeGreaterThanOrEqual(60);
    expect(new Set(guardrails.map(({ id }) => id)).size).toBe(guardrails.length);
    for (const { id, reason, source } of guardrails) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      expect(reason).toMatch(/^[A-Z][^\n]{20,}\.$/);
      expect(source).toMatch(/^(AWS|Amazon|PCI DSS|R\d+|Pulumi|hashicorp\/terraform-provider-aws)/);
    }
  });

  test.each(environments.map(({ environment }) => environment))(
    'R18: all hold for the program of %s',
    (environment) => {
      const settings = environments.find((candidate) => candidate.environment === environment) ?? hub;
      expect(evaluateGuardrails(expectedStack(environment), settings)).toEqual([]);
    },
  );

  test('R18: each has a mutation of the program that it is proven with', () => {
    expect(Object.keys(mutations).toSorted()).toEqual(guardrails.map(({ id }) => id).toSorted());
  });

  test.each(Object.entries(mutations))('R18: %s catches its mutation', (id, mutation) => {
    const violations = evaluateGuardrails(mutated(hub.environment, mutation), hub);
    const [violation] = violations.filter(({ rule }) => rule === id);
    expect(violation).toMatchObject({ rule: id, message: expect.stringMatching(/\S/) });
  });

  test('R18: mandatory violations come before advisory ones', () => {
    const resources = mutated(hub.environment, (stack) => {
      mutations['alarm-described']?.(stack);
      mutations['iam-boundary']?.(stack);
    });
    expect(evaluateGuardrails(resources, hub).map(({ enforcement }) => enforcement)).toEqual(['mandatory', 'advisory']);
  });

  test('R18: a policy that cannot be read counts as one that allows everything', () => {
    for (const document of ['', 'no JSON', '{}', '[]', '{"Statement":[]}', undefined, 5]) {
      expect(allowed(document)).toMatchObject([{ actions: ['*'], resources: ['*'], inverted: true }]);
    }
  });

  test('R18: whatever a policy looks like, it is read without failing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.jsonValue()), (document) => {
        expect(statementsOf(document).length).toBeGreaterThan(0);
      }),
    );
  });

  test('R18: whatever stands in the inputs, every rule answers', () => {
    const indices = expectedStack(hub.environment).flatMap(({ props }, index) =>
      Object.keys(props).map((property) => [index, property] as const),
    );
    fc.assert(
      fc.property(fc.constantFrom(...indices), fc.jsonValue(), ([index, property], value) => {
        const resources = mutated(hub.environment, (stack) => {
          const resource = stack[index];
          if (resource !== undefined) resource.props[property] = value;
        });
        expect(evaluateGuardrails(resources, hub)).toBeInstanceOf(Array);
      }),
      { numRuns: 300 },
    );
  });

  test('R18: resources without any input fail rules instead of passing or crashing them', () => {
    const bare = expectedStack(hub.environment).map((resource) => ({ ...resource, props: {} }));
    const broken = new Set(evaluateGuardrails(bare, hub).map(({ rule }) => rule));
    expect(broken.size).toBeGreaterThan(45);
  });
});
