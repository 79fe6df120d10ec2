package io.tidegate.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A path; a relative one counts from the properties file.
 *
 * @param readable whether it must be a file that this account can read now
 */
record PathType(boolean readable) implements Type<Path> {
    @Override
    public Path parse(String text, Place place) throws RefusedException {
        Path path = absolute(text, place);
        if (readable && !Files.isRegularFile(path)) {
            throw new RefusedException("there is no file " + path);
        }
        if (readable && !Files.isReadable(path)) {
            throw new RefusedException("this account cannot read " + path);
        }
        return path;
    }

    static Path absolute(String text, Place place) throws RefusedException {
        try {
            return place.folder().resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new RefusedException(Quoted.text(text) + " is no path here: " + e.getReason());
        }
    }

    @Override
    public String form() {
        return readable ? "file" : "path";
    }

    @Override
    public String example() {
        return readable ? "" : "data";
    }

    @Override
    public boolean isPath() {
        return true;
    }
}
