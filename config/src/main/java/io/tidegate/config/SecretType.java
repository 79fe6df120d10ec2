package io.tidegate.config;

/**
 * A secret, as text or by reference.
 *
 * @param scrubbed whether its text is hidden wherever else it turns up
 */
record SecretType(boolean scrubbed) implements Type<Secret> {
    @Override
    public Secret parse(String text, Place place) throws RefusedException {
        if (Reference.isPart(text)) {
            throw new RefusedException("a reference must be the whole value, nothing around it");
        }
        return Reference.isOne(text) ? Secret.to(Reference.parse(text, place)) : Secret.of(text);
    }

    @Override
    public String form() {
        return "text, or `${env:NAME}` `${file:/path}` `${systemd:credential}`";
    }

    @Override
    public String example() {
        return scrubbed ? "${file:secret.txt}" : "tidegate";
    }

    @Override
    public boolean isSecret() {
        return scrubbed;
    }

    @Override
    public boolean isHidden() {
        return true;
    }
}
