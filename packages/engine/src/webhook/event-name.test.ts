import { describe, expect, it } from '@jest/globals';
import { namesFiredBy } from './event-name.ts';

const fired = (name: string, kind: 'created' | 'updated' | 'deleted', resource: string, action?: string): boolean =>
  namesFiredBy([name], { kind, resource, action }).length > 0;

describe('namesFiredBy', () => {
  it.each([
    'intake.created',
    'intakeCreated',
    'intake_created',
    'INTAKE-CREATED',
    'newIntake',
    'on_intake_created',
    'onIntakeCreate',
    'intakes.created',
    'created.intake',
    'intake/created',
    'IntakeAddedEvent',
  ])('knows a new intake by %s', (name) => {
    expect(fired(name, 'created', '/v1/intakes/{id}')).toBe(true);
    expect(fired(name, 'updated', '/v1/intakes/{id}')).toBe(false);
    expect(fired(name, 'created', '/v1/documents/{id}')).toBe(false);
  });

  it.each([
    ['pet.updated', 'updated', '/pets/{petId}'],
    ['petChanged', 'updated', '/pets/{petId}'],
    ['pet.deleted', 'deleted', '/pets/{petId}'],
    ['removedPet', 'deleted', '/pets/{petId}'],
    ['category.created', 'created', '/categories/{id}'],
    ['address.created', 'created', '/addresses/{id}'],
    ['status.updated', 'updated', '/status/{id}'],
    ['payment_intent.created', 'created', '/payment-intents/{id}'],
    ['webhookSubscriptionCreated', 'created', '/webhook-subscriptions/{id}'],
    ['comment.created', 'created', '/posts/{post}/comments/{id}'],
    ['post-comment-created', 'created', '/posts/{post}/comments/{id}'],
  ] as const)('knows %s', (name, kind, resource) => {
    expect(fired(name, kind, resource)).toBe(true);
  });

  it.each([
    ['intake.submitted', 'submit'],
    ['document.completed', 'complete'],
    ['exchange.declined', 'decline'],
    ['orderCancelled', 'cancel'],
    ['order.canceled', 'cancel'],
    ['invoice.paid', 'pay'],
    ['claim.verified', 'verify'],
    ['message.sent', 'send'],
    ['application.withdrawn', 'withdraw'],
    ['parcel.shipped', 'ship'],
    ['post.published', 'publish'],
    ['deal.closed', 'close'],
  ])('knows %s by the action %s', (name, action) => {
    const resource = `/${name.split(/[.A-Z]/)[0]}s/{id}`;
    expect(fired(name, 'updated', resource, action)).toBe(true);
    expect(fired(name, 'updated', resource, 'archive')).toBe(false);
  });

  it("takes the action's own name before that of any change, which is for actions without one", () => {
    const names = ['order.updated', 'order.cancelled'];
    const ask = (action: string) => namesFiredBy(names, { kind: 'updated', resource: '/orders/{id}', action });
    expect(ask('cancel')).toEqual(['order.cancelled']);
    expect(ask('archive')).toEqual(['order.updated']);
  });

  it('makes nothing of names that say more, or less', () => {
    for (const name of ['ping', 'intake', 'created', 'intake.document.created', 'intake.created.v2', ''])
      expect(fired(name, 'created', '/intakes/{id}')).toBe(false);
    expect(namesFiredBy(['intake.created'], { kind: 'created', resource: '/{id}', action: undefined })).toEqual([]);
  });
});
